package io.triskel.archive;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * The records of an Avro file as events, read by Avro's own reader from {@link AvroBlocks}: up to where the file is damaged or
 * cut off and no further, and that is said.
 *
 * @param <R> what that reader gives
 */
public final class AvroEvents<R> implements ArchivedEvents {
    private final AvroBlocks blocks;
    private final Iterator<R> records;
    private final Form<R> form;
    private int number;

    /** How a record has an event. */
    @FunctionalInterface
    public interface Form<R> {
        /**
         * Reads one.
         *
         * @param number of the record in its file
         */
        ArchivedEvent read(int number, R record);
    }

    /**
     * Reads one file.
     *
     * @param records of these blocks
     */
    public AvroEvents(AvroBlocks blocks, Iterator<R> records, Form<R> form) {
        this.blocks = blocks;
        this.records = records;
        this.form = form;
    }

    @Override
    public Optional<ArchivedEvent> next() throws IOException {
        try {
            if (records.hasNext()) {
                R record = records.next();
                number++;
                return Optional.of(form.read(number, record));
            }
        } catch (RuntimeException e) {
            // Whatever comes of bytes that are not what the schema says.
            throw damaged(e);
        }
        if (blocks.trouble().isPresent()) {
            throw damaged(blocks.trouble().get());
        }
        if (number != blocks.records()) {
            throw damaged(new IOException("the next of " + blocks.records() + " records cannot be read"));
        }
        return Optional.empty();
    }

    private IOException damaged(Exception why) {
        String what = why.getMessage() == null ? why.toString() : why.getMessage();
        return new IOException("behind record " + number + ", " + what, why);
    }
}
