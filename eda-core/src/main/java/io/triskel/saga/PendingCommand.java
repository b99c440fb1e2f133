package io.triskel.saga;

import io.triskel.event.OrderingKey;
import java.util.Arrays;

/**
 * A command that a saga wants sent and that no bus has confirmed yet.
 *
 * @param id the command's id, always the same however often it is sent
 * @param target who shall do it
 * @param key orders it
 * @param event the whole command as structured CloudEvents JSON, personal data in it encrypted; not copied
 */
public record PendingCommand(String id, String target, OrderingKey key, byte[] event) {
    @Override
    public boolean equals(Object other) {
        return other instanceof PendingCommand command
                && id.equals(command.id)
                && target.equals(command.target)
                && key.equals(command.key)
                && Arrays.equals(event, command.event);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(event);
    }

    /** {@return id, target and size, never the content} */
    @Override
    public String toString() {
        return "PendingCommand[" + id + " to " + target + ", " + event.length + " bytes]";
    }
}
