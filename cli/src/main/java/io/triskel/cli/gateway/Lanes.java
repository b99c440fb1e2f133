package io.triskel.cli.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes, in the order in which the page shows them; processes come up and go down while the page is open. */
final class Lanes {
    private final Map<String, Lane> lanes = Collections.synchronizedMap(new LinkedHashMap<>());

    Lanes(List<Heading> headings) {
        headings.forEach(heading -> lanes.put(heading.id(), new Lane(heading, new Lane.Down("is starting"))));
    }

    void set(String id, Lane.State state) {
        lanes.computeIfPresent(id, (same, lane) -> lane.with(state));
    }

    List<Lane> all() {
        synchronized (lanes) {
            return List.copyOf(lanes.values());
        }
    }

    Optional<Lane> find(String id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /**
     * {@return the lane of this id}
     *
     * @throws Refusal if there is none
     */
    Lane require(String id) {
        return find(id).orElseThrow(() -> new Refusal(
                404,
                "unknown-lane",
                "There is no such lane.",
                "Use one of " + String.join(", ", all().stream().map(Lane::id).toList()) + "."));
    }
}
