package io.triskel.publish;

import io.triskel.codec.EventCodec;
import io.triskel.codec.EventCodec.EventWriter;
import io.triskel.codec.EventTooLargeException;
import io.triskel.codec.WireEvent;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.event.WritingLimits;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.PublishReport.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events for one bus. An event that cannot be encoded becomes a rejection, which keeps its place in the key's
 * order.
 */
final class Encoder {
    private final EventCodec codec;
    private final BusLimits limits;
    private final Observer observer;
    private volatile boolean closed;

    Encoder(EventCodec codec, BusLimits limits, Observer observer) {
        this.codec = codec;
        this.limits = limits;
        this.observer = observer;
    }

    /** {@return a writer for the structured events of one call} */
    EventWriter writer() {
        return codec.writer();
    }

    /** Rejects every later event. */
    void close() {
        closed = true;
    }

    /** @param known how the event was written already, or null */
    EventInWork encode(Envelope<?> event, @Nullable WrittenEvent known, EventWriter writer) {
        if (closed) {
            return rejected(
                    event, RejectionCause.INVALID, "The publisher is closed: publish before its platform is closed");
        }
        Optional<String> beyond = WritingLimits.exceededBy(event);
        if (beyond.isPresent()) {
            return rejected(event, RejectionCause.INVALID, beyond.get());
        }
        try {
            Envelope<?> traced = observer.traced(event);
            WireEvent wire = limits.mode() == WireMode.STRUCTURED
                    ? WireEvent.structured(structured(traced, known, writer))
                    : known == null ? codec.encodeBinary(traced) : codec.encodeBinary(traced, known);
            int bytes = size(traced, wire);
            return bytes > limits.maxEventBytes()
                    ? rejected(
                            event,
                            RejectionCause.TOO_LARGE,
                            "The bus takes events of at most " + limits.maxEventBytes() + " bytes, " + event.id()
                                    + " has " + bytes)
                    : new EventInWork(event, new Outgoing(traced, wire, bytes), null);
        } catch (EventTooLargeException large) {
            return rejected(event, RejectionCause.TOO_LARGE, large.getMessage());
        } catch (PortException keysUnavailable) {
            return rejected(event, RejectionCause.TRANSIENT, keysUnavailable.getMessage());
        } catch (LinkageError broken) {
            return rejected(
                    event,
                    RejectionCause.TRANSIENT,
                    event.id() + " cannot be encoded, the package is broken: " + broken);
        } catch (RuntimeException invalid) {
            return rejected(event, RejectionCause.INVALID, event.id() + " cannot be encoded: " + invalid);
        }
    }

    private byte[] structured(Envelope<?> traced, @Nullable WrittenEvent known, EventWriter writer) {
        return known != null && codec.writes(traced, known) ? known.structured() : writer.write(traced);
    }

    private static EventInWork rejected(Envelope<?> event, RejectionCause cause, @Nullable String message) {
        return new EventInWork(event, null, new Entry.Rejected(event, cause, String.valueOf(message)));
    }

    private static int size(Envelope<?> event, WireEvent wire) {
        int key = event.key()
                .map(known -> known.value().getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        long bytes = wire.bytes() + key;
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
