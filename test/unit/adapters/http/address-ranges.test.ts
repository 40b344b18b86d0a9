import { describe, expect, it } from 'vitest';
import { addressGuard } from '../../../../src/adapters/http/address-ranges.ts';

describe('addressGuard', () => {
  const refused = [
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '2002:7f00:1::',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:808:808',
    'example.com',
    '',
    '1.2.3',
    'fe80::1%eth0',
  ];
  it.each(refused)('refuses %j', (address) => {
    expect(addressGuard([])(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('lets %s through', (address) => {
    expect(addressGuard([])(address)).toBe(true);
  });

  it('lets allowed ranges through and no other', () => {
    const allows = addressGuard(['127.0.0.0/8', '::1/128']);
    expect(['127.0.0.9', '::1', '10.0.0.1', '::ffff:127.0.0.1'].map(allows)).toEqual([true, true, false, false]);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'x/8', '10.0.0.0/8/8', '::/129', '10.0.0.0/'])('rejects range %j', (range) => {
    expect(() => addressGuard([range])).toThrow(RangeError);
  });
});
