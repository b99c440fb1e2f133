package io.triskel.memory;

import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.spi.LaneEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parked lanes of one consumer, by name and by due time; guarded by their lot. */
final class ParkedLanes {
    private static final Comparator<Lane> BY_NAME =
            Comparator.comparing((Lane lane) -> lane.alone()).thenComparing(Lane::value);

    private final NavigableMap<Lane, ParkedLane> lanes = new TreeMap<>(BY_NAME);
    private final TreeSet<Due> due = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::lane, BY_NAME));

    private record Due(Instant at, Lane lane) {}

    Optional<ParkedLane> find(Lane lane) {
        return Optional.ofNullable(lanes.get(lane));
    }

    /** Sets a lane's entry; removes a lane that is no longer parked. */
    void write(ParkedLane lane, LaneEntry next) {
        lane.entry().due().ifPresent(before -> due.remove(new Due(before, lane.lane)));
        lane.entry(next);
        if (next.parked()) {
            lanes.put(lane.lane, lane);
            next.due().ifPresent(at -> due.add(new Due(at, lane.lane)));
        } else {
            lanes.remove(lane.lane);
        }
    }

    Set<Lane> among(Collection<Lane> asked) {
        Set<Lane> held = new HashSet<>(asked);
        held.retainAll(lanes.keySet());
        return held;
    }

    List<HeldLane> after(Optional<Lane> lane, int limit) {
        return Pages.first(
                        lane.map(last -> lanes.tailMap(last, false))
                                .orElse(lanes)
                                .values(),
                        limit)
                .stream()
                .flatMap(there -> there.entry().held(there.lane).stream())
                .toList();
    }

    /** The due lanes that are not being replayed, earliest first. */
    List<Lane> dueAt(Instant now, int limit) {
        List<Lane> found = new ArrayList<>();
        for (Due next : due) {
            if (found.size() >= limit || next.at.isAfter(now)) {
                break;
            }
            ParkedLane lane = lanes.get(next.lane);
            if (lane != null && lane.entry().isDue(now)) {
                found.add(next.lane);
            }
        }
        return found;
    }
}
