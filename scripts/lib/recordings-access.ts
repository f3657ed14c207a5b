import type { Rule, Tie } from '../../src/recordings/access.ts';

const tieWords: Readonly<Record<Tie, string>> = {
  ownCall: 'of one’s own calls of the last days',
  ownUnit: 'of tickets that the unit has a part of, released to it',
  ownDistrict: 'of matters that arise in one’s district',
  any: 'all',
};
const others = ['inspector', 'routingAdministrator', 'systemAdministrator'];

/** The page of access to recordings: each rule, and what holds for all. */
export function renderRecordingsAccess(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ role, tie, how, why }) => `| \`${role}\` | ${tieWords[tie]} | ${how.join(', ')} | ${why.join(', ')} |`,
  );
  return `# Who may hear a recording

Printed by \`npm run docs\` from \`src/recordings/access.ts\`, whose \`decideAccess\` is the one answer to who, what, why and how. What no line
allows is denied: ${others.map((role) => `\`${role}\``).join(', ')} and whoever has no role hear nothing and find nothing.

| who | which recordings | what may be done | stated purposes |
|---|---|---|---|
${rows.join('\n')}

For all of them:

- **Confidential** (the ticket's level, or that of the ticket it was merged into): only people cleared for it, also of one's own calls. Others
  neither find it in a list nor by its id: the answer is the same as for one that does not exist.
- **Purpose.** To \`see\` that a recording is there (length, loudness, waveform) needs none. To play it, one of the purposes of the line and the
  person's own words, once for each time; both go on the record.
- **Download** (for use inside) and **export** (handed to somebody outside) need a request that a second person approved.
- **Lately** is \`H12_RECORDING_AGENT_DAYS\` (3 days), counted from the call's beginning.
- **Released to a unit**: by a shift leader or an office in its area (\`PUT /recordings/{id}/releases/{unit}\`), who says why; it ends when withdrawn,
  when the unit returns the ticket, or when its part is given anew.
- **Every decision is audited**, allowed or refused, with the purpose or the reason of the refusal; so are searches, links that are over or of another
  session, and ids that do not exist.
- No machine's token plays, releases or asks for copies.

| refused because | means |
|---|---|
| \`noRight\`, \`noRule\` | the role has nothing to do with recordings, or not with this use of them |
| \`notYours\`, \`tooOld\` | somebody else's call; one's own, but too long ago |
| \`notAssigned\`, \`notReleased\` | the unit has no part of the ticket; it has, but nobody released the recording to it |
| \`notYourDistrict\` | the matter arises elsewhere |
| \`notCleared\` | it is confidential |
| \`notKept\` | it is not in the vault: not yet taken in, missing, or destroyed |
| \`beingRedacted\` | a custodian has something silenced in it at this moment |
| \`noPurpose\`, \`wrongPurpose\` | none was stated; none of those the role may have |
| \`notApproved\` | no second person's approval, or it is over |
`;
}
