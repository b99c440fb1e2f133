package io.triskel.spring;

import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.platform.HostedConsumer;
import io.triskel.spi.Hosting;
import java.util.List;
import java.util.Optional;

/** Feeds consumers from the bus of this process's memory. */
record MemoryHosting(InMemoryPlatform platform) implements Hosting {
    @Override
    public List<Feed> feeds(List<HostedConsumer> consumers) {
        return consumers.stream()
                .<Feed>map(consumer -> new Pumped(platform.subscribe(consumer)))
                .toList();
    }

    private record Pumped(InMemoryPump pump) implements Feed {
        @Override
        public Run run(int limit, Deadline deadline) {
            int settled = pump.drain();
            return new Run(settled, pump.isDrained(), List.of(), Optional.empty());
        }

        @Override
        public void close() {
            // The group keeps its place.
        }
    }
}
