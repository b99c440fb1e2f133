package io.triskel.archive;

import io.triskel.archive.ArchiveReader.Read;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;

/** Lets a consumer settle records; the next run repeats unsettled ones. */
record ProcessedBatch(BatchProcessor processor) implements ArchiveBatch {
    @Override
    public Done settle(List<Read> records, Deadline deadline) {
        Settlement settlement = processor.process(
                records.stream().map(Read::delivery).toList(), Redelivery.FROM_FIRST_UNSETTLED, deadline);
        int settled = settlement.firstUnsettled().orElse(records.size());
        return new Done(
                settled,
                settled == records.size()
                        ? Optional.empty()
                        : Optional.of(records.get(settled).place() + " is not settled"));
    }
}
