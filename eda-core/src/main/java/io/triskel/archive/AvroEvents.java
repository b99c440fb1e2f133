package io.triskel.archive;

import io.triskel.event.ForAdapters;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Reads the records of an Avro file as events, with Avro's reader on {@link AvroBlocks}. If the file is damaged or
 * truncated, the records before the damage are read first.
 *
 * @param <R> the type of a record of Avro's reader
 */
@ForAdapters
public final class AvroEvents<R> implements ArchivedEvents {
    private final AvroBlocks blocks;
    private final Iterator<R> records;
    private final Form<R> form;
    private int number;

    /** How an event is stored in a record. */
    @FunctionalInterface
    public interface Form<R> {
        /**
         * Reads the event of one record.
         *
         * @param number the record's number in its file, 1 for the first
         */
        ArchivedEvent read(int number, R record);
    }

    /**
     * Reads one file.
     *
     * @param records Avro's reader of these blocks
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
            // Bytes that violate the schema make Avro's reader and the form throw various exceptions.
            throw damaged(e);
        } catch (LinkageError e) {
            // Avro loads the library of a file's compression at the first block.
            throw new IOException(
                    "behind record " + number
                            + ", a class is missing, most likely of the library for the file's compression; add it "
                            + "to the class path: " + e.getMessage(),
                    e);
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
