package io.triskel.target.azure;

import io.triskel.azure.eventhubs.AmqpBinding;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.Partition;
import io.triskel.local.azure.eventhubs.PartitionPage;
import io.triskel.local.azure.eventhubs.StoredEvent;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.StructuredForm;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads all partitions of the hub as any consumer would. Events are rewritten in structured mode, with unchanged data. */
final class HubReader implements BusReader {
    private static final int PAGE = 1000;
    private static final int PAGE_BYTES = 10 << 20;

    private final EventHub hub;

    private final StructuredForm form = new StructuredForm();
    private final Map<String, Long> positions = new HashMap<>();

    HubReader(EventHub hub) {
        this.hub = hub;
    }

    @Override
    public synchronized void read(Consumer<byte[]> each) {
        for (Partition partition : hub.partitions()) {
            PartitionPage page;
            do {
                page = partition.read(positions.getOrDefault(partition.id(), -1L), PAGE, PAGE_BYTES);
                page.events().stream().map(this::structured).forEach(each);
                positions.put(partition.id(), page.next());
            } while (!page.events().isEmpty());
        }
    }

    private byte[] structured(StoredEvent event) {
        Object contentType = event.systemProperties().get("content-type");
        return form.of(AmqpBinding.wire(
                contentType == null ? null : contentType.toString(), event.properties(), event.body()));
    }
}
