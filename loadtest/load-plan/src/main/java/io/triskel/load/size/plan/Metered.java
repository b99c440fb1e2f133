package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The bill of an offer, meter by meter. */
public final class Metered {
    private Metered() {}

    /**
     * {@return a line for each meter whose amount is not 0}
     *
     * @param quantity per hour, in bytes where bytes are charged
     */
    public static List<BillLine> bill(Offer offer, Need need, PriceBook prices, Function<Meter, Range> quantity) {
        List<BillLine> items = new ArrayList<>();
        for (Meter meter : offer.meters()) {
            Range amount =
                    quantity.apply(meter).times(meter.times() / meter.in().by());
            if (amount.high() > 0) {
                items.add(BillLine.of(
                        offer.role().toString(),
                        meter.item(),
                        amount,
                        offer.cloud() + "." + meter.meter(),
                        prices,
                        need.region(),
                        meter.how()));
            }
        }
        return List.copyOf(items);
    }

    /** {@return an error: the offer charges for something that its service does not count} */
    public static IllegalArgumentException unknown(Offer offer, Meter meter) {
        return new IllegalArgumentException("the meter '" + meter.item() + "' of " + offer.id() + " counts "
                + meter.quantity() + ", which " + offer.service() + " does not have");
    }
}
