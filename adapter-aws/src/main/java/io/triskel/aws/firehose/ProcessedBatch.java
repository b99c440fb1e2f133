package io.triskel.aws.firehose;

import io.triskel.aws.firehose.ArchiveReader.Line;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;

/** Lets a consumer settle lines; what is not settled comes again in the next run. */
record ProcessedBatch(BatchProcessor processor) implements ArchiveBatch {
    @Override
    public Done settle(List<Line> lines, Deadline deadline) {
        Settlement settlement = processor.process(
                lines.stream().map(Line::delivery).toList(), Redelivery.FROM_FIRST_UNSETTLED, deadline);
        int settled = settlement.firstUnsettled().orElse(lines.size());
        return new Done(
                settled,
                settled == lines.size()
                        ? Optional.empty()
                        : Optional.of(lines.get(settled).position() + " is not settled"));
    }
}
