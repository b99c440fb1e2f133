package io.triskel.load.report.words;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.Look;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How targets are called, and which colour, shape and place are their own; a simulated cloud has the look of its cloud. */
public record Targets(Clouds clouds) {
    private static final String MEMORY = "memory";
    private static final String NOOP = "noop";
    private static final Map<String, String> NAMES = Map.of(MEMORY, "Memory", NOOP, "No-op");

    /** {@return its name for people, the same in all languages} */
    public String name(String id) {
        return clouds.find(id).map(CloudDescriptor::name).orElse(NAMES.getOrDefault(id, id));
    }

    /** {@return its class in style sheets: the id of its cloud, or memory} */
    public String style(String id) {
        return cloud(id).map(CloudDescriptor::id).orElse(MEMORY);
    }

    /** {@return the look of its cloud, if it is or simulates one} */
    public Optional<Look> look(String id) {
        return cloud(id).map(CloudDescriptor::look);
    }

    private Optional<CloudDescriptor> cloud(String id) {
        return clouds.find(Clouds.original(id));
    }

    /** {@return its place in tables: clouds first, then their simulations, then what is only a floor} */
    public int place(String id) {
        List<String> order = Stream.of(
                        clouds.ids().stream(), clouds.ids().stream().map(Clouds::simulated), Stream.of(MEMORY, NOOP))
                .flatMap(ids -> ids)
                .toList();
        int place = order.indexOf(id);
        return place < 0 ? order.indexOf(MEMORY) : place;
    }
}
