package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An offer with what it needs and costs.
 *
 * @param units that you buy, or that the peak keeps busy if the provider manages them
 * @param bounds the units that each limit requires; empty if there are no units
 * @param exceeded limits that more units do not lift
 * @param notes what a buyer should know
 * @param calls of functions an hour
 */
public record Sized(
        Offer offer,
        int units,
        List<Bound> bounds,
        List<BillLine> items,
        List<Exceeded> exceeded,
        List<String> notes,
        Floor floor,
        Range calls) {
    public Sized {
        bounds = List.copyOf(bounds);
        items = List.copyOf(items);
        exceeded = List.copyOf(exceeded);
        notes = List.copyOf(notes);
    }

    /** {@return the same with another limit exceeded} */
    Sized exceeding(Exceeded further) {
        List<Exceeded> all = new ArrayList<>(exceeded);
        all.add(further);
        return new Sized(offer, units, bounds, items, all, notes, floor, calls);
    }

    public String name() {
        return offer.name();
    }

    /** {@return the name of a unit, such as shard} */
    public String unit() {
        return offer.unit();
    }

    /** {@return the limit that requires most} */
    public Optional<Bound> binding() {
        return bounds.stream().max(Comparator.comparingDouble(Bound::units));
    }
}
