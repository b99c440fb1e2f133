import type { Handler } from './consumer.js';
import { causedBy, type Event } from './event.js';
import type { Publisher } from './publish.js';

/** A participant of sagas. */
export interface Commanded {
    /** The target of its commands, and the name from which ids of replies derive. */
    readonly name: string;
    /** The source of its replies. */
    readonly source: string;
    readonly publisher: Publisher;
}

/** How long a reply may take to be published, unless the handler's deadline is earlier. */
const PUBLISH_MILLIS = 10_000;

/**
 * A handler of a command that publishes the reply, addressed to the saga that asked; events that are not a command to this
 * participant are ignored. It may be called again for the same command until the reply is on the bus.
 */

export function participant<C = any>(
    of: Commanded,
    replyType: string,
    answer: (command: C, event: Event<C>) => unknown,
): Handler<C> {
    return async (event, handling) => {
        if (event.pattern?.kind === 'command' && event.pattern.target === of.name) {
            const reply = causedBy(
                event,
                { source: of.source, name: of.name, type: replyType },
                await answer(event.data, event),
            );
            await of.publisher.publish(
                [reply],
                Math.max(1, Math.min(PUBLISH_MILLIS, handling.deadline.getTime() - Date.now())),
            );
        }
    };
}
