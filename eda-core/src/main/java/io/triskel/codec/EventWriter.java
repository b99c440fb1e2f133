package io.triskel.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.triskel.event.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * Writes many structured events one after another, quicker than {@link EventCodec#encode} because one generator serves all.
 * For one thread at a time; close the writer, or its buffers are not given back to the pool.
 */
public final class EventWriter implements AutoCloseable {
    private final StructuredWriter writer;
    private final ExactBytes bytes;
    private @Nullable JsonGenerator json;

    EventWriter(StructuredWriter writer, int maxBytes) {
        this.writer = writer;
        this.bytes = new ExactBytes(maxBytes);
    }

    /**
     * Writes a structured event.
     *
     * @throws EventTooLargeException if it is larger than the codec's limit
     * @throws InvalidEventException if it cannot be a CloudEvent, or its data cannot be JSON
     * @throws SubjectForgottenException if it has personal data of a forgotten subject
     */
    public byte[] write(Envelope<?> event) {
        JsonGenerator open = json == null ? writer.generator(bytes) : json;
        json = open;
        boolean written = false;
        try {
            writer.write(event, open);
            written = true;
        } finally {
            if (!written) {
                close();
            }
        }
        return bytes.take();
    }

    /** Gives the buffers back; the next event takes some again. */
    @Override
    public void close() {
        JsonGenerator open = json;
        json = null;
        if (open != null) {
            StructuredWriter.close(open);
            bytes.clear();
        }
    }
}
