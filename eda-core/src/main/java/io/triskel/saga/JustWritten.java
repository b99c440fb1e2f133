package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Envelope;
import io.triskel.saga.SagaRow.PendingCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that one input has just written: the same call publishes them without reading and writing them again. */
record JustWritten(List<WrittenEvent> commands) {
    static JustWritten nothing() {
        return new JustWritten(List.of());
    }

    /** {@return the command's event} By the identity of its bytes: a command that waited may have equal ones. */
    Envelope<?> event(PendingCommand command, EventCodec codec) {
        Optional<WrittenEvent> written = commands.stream()
                .filter(one -> one.structured() == command.event())
                .findFirst();
        return written.isPresent() ? written.get().event() : codec.decode(command.event(), type -> false);
    }

    /** {@return how these events were written, in order; empty unless all were just written} */
    @SuppressWarnings("ReferenceEquality") // an event that was read may be equal, with data that is still encoded
    List<WrittenEvent> of(List<Envelope<?>> events) {
        List<WrittenEvent> written = new ArrayList<>();
        for (Envelope<?> event : events) {
            commands.stream().filter(one -> one.event() == event).forEach(written::add);
        }
        return written.size() == events.size() ? written : List.of();
    }
}
