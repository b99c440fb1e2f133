package io.triskel.aws.kinesis;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Passes the records of one shard to the consumer. */
record ShardRecords(String stream, String shard, BatchProcessor processor, EventCodec codec) {
    /** {@return the index of the first unsettled record; the number of records if all are settled} */
    int firstUnsettled(List<Record> records, Deadline deadline) {
        String before = stream + "/" + shard + ":";
        Aggregates deliveries = new Aggregates(codec, processor.subscription());
        for (Record record : records) {
            deliveries.add(
                    record.data().asByteArrayUnsafe(),
                    record.partitionKey(),
                    before + record.sequenceNumber(),
                    Optional.ofNullable(record.approximateArrivalTimestamp()));
        }
        return deliveries
                .firstUnsettled(processor.process(deliveries.deliveries(), Redelivery.FROM_FIRST_UNSETTLED, deadline))
                .orElse(records.size());
    }
}
