// Runs before every command. `npm ci` installs the Node that the project is pinned to; where no package fits the
// platform, the machine's own Node is used. Written for old versions, which cannot load TypeScript, nor modules.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This project runs on Node 22.18 or newer, but this is Node ${process.versions.node}, and npm has installed no ` +
      `newer one for ${process.platform} ${process.arch}: install Node 22.18 or newer, then run the command again.`,
  );
  process.exit(1);
}
