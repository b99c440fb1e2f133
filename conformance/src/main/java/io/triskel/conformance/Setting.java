package io.triskel.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.testkit.StoredRow;
import java.util.List;
import java.util.Optional;

/** A bus's format and a store in which cases run, on emulators that the tests of one module started. */
public interface Setting {
    /** {@return its name in the table of {@code docs/conformance.md}} */
    String title();

    /** {@return the formats of messages that are compared here} */
    List<String> platforms();

    /** {@return the Java driver's part for the cloud; empty without one} */
    Optional<CloudBinding> java();

    /**
     * {@return an empty database of the cloud's store}
     *
     * @param faults whether requests are throttled and answers are lost
     */
    Database database(boolean faults);

    /** An empty database, and its raw rows. */
    interface Database extends AutoCloseable {
        /** {@return the operation that opens it} */
        ObjectNode open();

        /** {@return all rows of inbox and parking lot} */
        List<StoredRow> rows() throws Exception;

        /** Writes a raw row. */
        void put(StoredRow row) throws Exception;

        /** {@return golden rows of Java of all kinds, by lines} */
        List<String> golden() throws Exception;

        @Override
        void close();
    }
}
