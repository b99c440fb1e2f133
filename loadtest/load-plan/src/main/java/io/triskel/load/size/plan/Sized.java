package io.triskel.load.size.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An offer with what it needs and costs.
 *
 * @param units that you buy, or that the peak keeps busy if the provider manages them
 * @param unit name of one, such as shard
 * @param bounds the units that each limit requires; empty if there are no units
 * @param exceeded limits that more units do not lift
 * @param notes what a buyer should know
 */
public record Sized(
        String name,
        int units,
        String unit,
        List<Bound> bounds,
        List<BillLine> items,
        List<Exceeded> exceeded,
        List<String> notes,
        Floor floor) {
    public Sized {
        bounds = List.copyOf(bounds);
        items = List.copyOf(items);
        exceeded = List.copyOf(exceeded);
        notes = List.copyOf(notes);
    }

    /** {@return the limit that requires most} */
    public Optional<Bound> binding() {
        return bounds.stream().max(Comparator.comparingDouble(Bound::units));
    }
}
