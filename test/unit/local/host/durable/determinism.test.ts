import { describe, expect, it } from 'vitest';
import { ACTION, type Action } from '../../../../../src/local/host/durable/actions.ts';
import { nonDeterminism } from '../../../../../src/local/host/durable/determinism.ts';
import { EVENT, historyEvent, type HistoryEvent, type NewEvent } from '../../../../../src/local/host/durable/events.ts';

const event = (more: NewEvent): HistoryEvent => historyEvent(more, new Date(0));
const activity = (EventId: number, Name: string) => event({ EventType: EVENT.TaskScheduled, EventId, Name });
const timer = (EventId: number) => event({ EventType: EVENT.TimerCreated, EventId });
const call = (functionName: string): Action => ({ actionType: ACTION.callActivity, functionName });

describe('a replay', () => {
  it('fits when it asks for the same, names in any case, and for more', () => {
    const past = [activity(0, 'one'), timer(1)];
    expect(
      nonDeterminism(past, [0, 1], [call('ONE'), { actionType: ACTION.createTimer }, call('new')]),
    ).toBeUndefined();
  });

  it('does not fit when it asks for another name, another kind, or for less', () => {
    const past = [activity(0, 'one'), timer(1)];
    const other = nonDeterminism(past, [0, 1], [call('two'), { actionType: ACTION.createTimer }]);
    expect(other).toContain("scheduled an activity task with sequence ID 0 and name 'one'");
    expect(nonDeterminism(past, [0, 1], [call('one'), call('one')])).toContain(
      'scheduled a timer task with sequence ID 1',
    );
    expect(nonDeterminism(past, [0, 1], [call('one')])).toContain('sequence ID 1');
  });

  it('is not judged by what leaves no trace: waits for events, timers cancelled before they began', () => {
    const wait: Action = { actionType: ACTION.waitForExternalEvent, externalEventName: 'Go' };
    expect(nonDeterminism([], [null, 0], [wait, { actionType: ACTION.createTimer, isCanceled: true }])).toBeUndefined();
  });
});
