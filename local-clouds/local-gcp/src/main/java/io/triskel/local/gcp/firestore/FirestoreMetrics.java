package io.triskel.local.gcp.firestore;

import java.util.Map;

/**
 * A server's counts so far, in the units that the service bills.
 *
 * @param reads documents returned, and queries without results
 * @param writes documents written
 * @param deletes documents deleted
 * @param aborted commits aborted because of concurrent ones
 * @param writtenTooOften per document, the number of writes less than a second after the previous one: "sustained
 *     writes to a document: 1 per second" is a limit that the service enforces softly (Firestore documentation, "Best
 *     practices")
 */
public record FirestoreMetrics(long reads, long writes, long deletes, long aborted, Map<String, Long> writtenTooOften) {
    public FirestoreMetrics {
        writtenTooOften = Map.copyOf(writtenTooOften);
    }
}
