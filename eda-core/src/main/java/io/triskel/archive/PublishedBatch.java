package io.triskel.archive;

import io.triskel.archive.ArchiveReader.Read;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Publishes records; those that are not events go to {@code broken}.
 *
 * @param publisher the run's own view: keys withheld in an earlier run are open, because this run begins with their events
 */
record PublishedBatch(EventPublisher publisher, Consumer<Delivery.Undecodable> broken) implements ArchiveBatch {
    @Override
    public Done settle(List<Read> records, Deadline deadline) {
        List<Envelope<?>> events = events(records).toList();
        PublishReport report = publisher.publishAndWait(events, deadline);
        int done = recordsOf(report.acceptedPrefix(), records);
        records.stream().limit(done).map(Read::delivery).forEach(delivery -> delivery.fold(event -> true, this::hand));
        return new Done(
                done,
                done == records.size()
                        ? Optional.empty()
                        : Optional.of(records.get(done).place() + " is not published: "
                                + why(report.entries().get(report.acceptedPrefix()))));
    }

    private static Stream<Envelope<?>> events(List<Read> records) {
        return records.stream()
                .flatMap(read -> read.delivery()
                        .<Stream<Envelope<?>>>fold(event -> Stream.of(event.envelope()), bad -> Stream.empty()));
    }

    private boolean hand(Delivery.Undecodable bad) {
        broken.accept(bad);
        return true;
    }

    /** How many records precede the first event after the first {@code events} ones. */
    private static int recordsOf(int events, List<Read> records) {
        int seen = 0;
        for (int i = 0; i < records.size(); i++) {
            boolean event = records.get(i).delivery() instanceof Delivery.Decoded;
            if (event && seen == events) {
                return i;
            }
            seen += event ? 1 : 0;
        }
        return records.size();
    }

    private static String why(Entry entry) {
        return entry.fold(
                accepted -> accepted.outcome().tag(),
                rejected -> rejected.outcome().tag() + ", " + rejected.message(),
                withheld -> "withheld behind " + withheld.behind());
    }
}
