package io.triskel.benchmarks.clients;

import java.util.List;
import java.util.function.Consumer;

/** The calls of Kinesis that are measured, by one client. Safe for threads. */
interface KinesisCaller extends AutoCloseable {
    /** {@return its short name} */
    String name();

    /** {@return what it is, exactly} */
    String description();

    void createStream(String name, int shards);

    void deleteStream(String name);

    /** Puts records in one request and {@return how many were not accepted} */
    int put(String stream, List<Put> records);

    /** {@return the ids of a stream's shards} */
    List<String> shards(String stream);

    /** {@return where a shard begins} */
    String start(String stream, String shard);

    /**
     * Reads the next page.
     *
     * @param reader gets each record's bytes
     * @return where to read on
     */
    Next read(String iterator, int most, Consumer<byte[]> reader);

    @Override
    void close();

    /** A record to put. */
    record Put(String key, byte[] data) {}

    /**
     * Where a page ended.
     *
     * @param isAtEnd whether nothing more was there
     */
    record Next(String iterator, boolean isAtEnd) {}
}
