package io.triskel.load.size.plan;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An archive that keeps events for longer than the bus. */
final class Archive {
    private Archive() {}

    /**
     * {@return the archive with its bill}
     *
     * @param bus that it reads
     */
    static Sized size(Offer offer, Need need, Sized bus, Message message, PriceBook prices) {
        double hours = Math.max(need.retentionHours(), replayHours(need));
        List<String> notes = new ArrayList<>(offer.notes());
        notes.add(String.format(
                Locale.ROOT,
                "keeps %,.0f days; reading them all again takes %,.1f days at the peak rate that functions and stores"
                        + " are planned for",
                hours / 24,
                hours / 24 * need.mean() / need.peak()));
        return new Sized(
                offer,
                1,
                List.of(),
                Metered.bill(
                        offer, need, prices, meter -> Range.exactly(quantity(offer, meter, need, bus, message, hours))),
                tooLarge(offer, need),
                notes,
                new Floor(0, "", true),
                Range.ZERO);
    }

    private static List<Exceeded> tooLarge(Offer offer, Need need) {
        return offer.limits().eventSize().filter(most -> need.size() > Facts.value(most.fact())).stream()
                .map(most -> Exceeded.eventSize(need.size(), Facts.value(most.fact()), offer.name(), most))
                .toList();
    }

    static double replayHours(Need need) {
        return need.terms().replay().toSeconds() / Amounts.SECONDS_AN_HOUR;
    }

    private static double quantity(Offer offer, Meter meter, Need need, Sized bus, Message message, double hours) {
        return switch (meter.quantity()) {
            case UNITS -> bus.units();
            case BYTES_IN ->
                meter.rounding() == 0
                        ? need.bytesAnHour()
                        : need.eventsAnHour() * Amounts.up(need.size() / meter.rounding()) * meter.rounding();
            case MESSAGE_BYTES -> need.eventsAnHour() * message.bytes(need);
            case ARCHIVED -> need.bytesAnHour() * hours / Amounts.HOURS_A_MONTH;
            default -> throw Metered.unknown(offer, meter);
        };
    }
}
