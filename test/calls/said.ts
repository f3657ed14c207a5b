import type { Command } from '../../src/calls/commands.ts';

/** Commands in short: the type, and what of the call it is about. */
export const said = (commands: readonly Command[]): readonly string[] =>
  commands.map((command) => {
    const subject = (one: string): string => one.replace(/^C\d+\.\d+\./, '');
    if (command.type === 'Join')
      return `Join ${subject(command.bridge)} ${command.legs.map(subject).join(' ')}`;
    if (command.type === 'Leave') return `Leave ${subject(command.bridge)} ${subject(command.leg)}`;
    if (command.type === 'EndSpy') return `EndSpy ${subject(command.spy)}`;
    if ('recorder' in command) return `${command.type} ${subject(command.recorder)}`;
    if ('leg' in command) return `${command.type} ${subject(command.leg)}`;
    return `${command.type} ${subject('bridge' in command ? command.bridge : command.playback)}`;
  });
