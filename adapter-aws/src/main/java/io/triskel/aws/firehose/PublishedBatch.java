package io.triskel.aws.firehose;

import io.triskel.aws.firehose.ArchiveReader.Line;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.publish.Entry;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Publishes lines; what is no event is handed to somebody else. */
record PublishedBatch(EventPublisher publisher, Consumer<Delivery.Undecodable> broken) implements ArchiveBatch {
    @Override
    public Done settle(List<Line> lines, Deadline deadline) {
        List<Envelope<?>> events = events(lines).toList();
        // An earlier run that stopped left its key withheld; this one begins at the very event that was rejected.
        events.stream().flatMap(event -> event.key().stream()).distinct().forEach(publisher::resume);
        PublishReport report = publisher.publishAndWait(events, deadline);
        int done = linesOf(report.acceptedPrefix(), lines);
        lines.stream().limit(done).map(Line::delivery).forEach(delivery -> delivery.fold(event -> true, this::hand));
        return new Done(
                done,
                done == lines.size()
                        ? Optional.empty()
                        : Optional.of(lines.get(done).position() + " is not published: "
                                + why(report.entries().get(report.acceptedPrefix()))));
    }

    private static Stream<Envelope<?>> events(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.delivery()
                        .<Stream<Envelope<?>>>fold(event -> Stream.of(event.envelope()), bad -> Stream.empty()));
    }

    private boolean hand(Delivery.Undecodable line) {
        broken.accept(line);
        return true;
    }

    /** The lines before the event that follows so many events. */
    private static int linesOf(int events, List<Line> lines) {
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean event = lines.get(i).delivery() instanceof Delivery.Decoded;
            if (event && seen == events) {
                return i;
            }
            seen += event ? 1 : 0;
        }
        return lines.size();
    }

    private static String why(Entry entry) {
        return entry.fold(
                accepted -> accepted.outcome(),
                rejected -> rejected.outcome() + ", " + rejected.message(),
                withheld -> "withheld behind " + withheld.behind());
    }
}
