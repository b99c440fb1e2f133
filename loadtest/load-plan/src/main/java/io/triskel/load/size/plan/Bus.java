package io.triskel.load.size.plan;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.KeyLimit;
import io.triskel.load.size.offer.Limit;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.Rate;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Sizes a bus by the rates, limits and meters of its offer. */
public final class Bus {
    private final Offer offer;
    private final Need need;
    private final double lanes;
    private final double keptHours;
    private final int readers;
    private final Message message;
    private final List<Rate> rates;

    /**
     * Sizes for a need.
     *
     * @param lanes that a function keeps busy at the peak
     * @param keptHours how long the bus keeps events
     * @param readers that share what the bus gives out
     * @param message what the provider adds to events
     */
    public Bus(Offer offer, Need need, double lanes, double keptHours, int readers, Message message) {
        this.offer = offer;
        this.need = need;
        this.lanes = lanes;
        this.keptHours = keptHours;
        this.readers = readers;
        this.message = message;
        this.rates = offer.rates().stream()
                .filter(rate -> need.isSkewed() || !isHot(rate))
                .toList();
    }

    /**
     * {@return the bus with its bill}
     *
     * @param further limits that only its service has
     */
    public Sized size(List<Exceeded> further, List<String> notes, Floor floor, PriceBook prices) {
        int units = units(Rate::cautious);
        int hopeful = units(Rate::hopeful);
        List<Exceeded> exceeded = new ArrayList<>(exceeded(units));
        exceeded.addAll(further);
        List<String> all = new ArrayList<>(offer.notes());
        all.addAll(notes);
        if (hopeful < units) {
            all.add(String.format(
                    Locale.ROOT,
                    "%d at the highest rate that is documented for a %s, %d at the lowest: measure",
                    hopeful,
                    offer.unit(),
                    units));
        }
        Range bought = new Range(hopeful, units, units);
        return new Sized(
                offer,
                units,
                rates.stream().map(this::bound).toList(),
                Metered.bill(offer, need, prices, meter -> quantity(meter, bought)),
                exceeded,
                all,
                floor,
                Range.ZERO);
    }

    private static boolean isHot(Rate rate) {
        return rate.of() == Rate.Demand.HOT_BYTES || rate.of() == Rate.Demand.HOT_EVENTS;
    }

    private Bound bound(Rate rate) {
        boolean verified =
                !Facts.documented().byId().get(rate.fact()).confidence().equals("unverified");
        return new Bound(rate.limit(), rate.fact(), filled(rate, rate.cautious()), verified);
    }

    /** {@return the units that the peak fills completely} */
    private double filled(Rate rate, double value) {
        return switch (rate.of()) {
            case BYTES_IN, READER_BYTES -> need.peakBytes() / value;
            case EVENTS_IN -> need.peak() / value;
            case BYTES_OUT -> readers * need.peakBytes() / value;
            case EVENTS_OUT -> readers * need.peak() / value;
            case HOT_BYTES -> HotKey.units(need, need.peakBytes(), value);
            case HOT_EVENTS -> HotKey.units(need, need.peak(), value);
            case LANES -> lanes / value;
            case QUOTA_IN -> need.peak() * message.quota(need) / value;
            case QUOTA_OUT -> readers * need.peak() * message.quota(need) / value;
        };
    }

    /** {@return the units that are sold and carry the peak at the target load} */
    private int units(ToDoubleFunction<Rate> value) {
        int wanted = rates.stream()
                .filter(rate -> rate.kind() == Rate.Kind.UNIT)
                .mapToInt(rate -> new Bound("", "", filled(rate, value.applyAsDouble(rate))).at(need.load()))
                .max()
                .orElse(1);
        return offer.ladder().stream()
                .filter(step -> step >= wanted)
                .findFirst()
                .orElse(wanted);
    }

    private List<Exceeded> exceeded(int units) {
        List<Exceeded> exceeded = new ArrayList<>();
        offer.keys().forEach(key -> hotKey(key).ifPresent(exceeded::add));
        offer.limits()
                .units()
                .ifPresent(
                        most -> most(units, most, offer.unit() + "s", Gate.LOAD).ifPresent(exceeded::add));
        offer.limits()
                .consumers()
                .ifPresent(
                        most -> most(readers, most, "consumers", Gate.CONSUMERS).ifPresent(exceeded::add));
        offer.limits()
                .retention()
                .filter(most -> keptHours * Amounts.SECONDS_AN_HOUR > Facts.value(most.fact()))
                .map(most -> new Exceeded(
                        Gate.RETENTION,
                        String.format(
                                Locale.ROOT,
                                "events must be kept for %,.0f days, %s keeps them for %,.0f",
                                keptHours / 24,
                                offer.name(),
                                Facts.value(most.fact()) / Amounts.SECONDS_AN_HOUR / 24),
                        most.fact(),
                        most.fix()))
                .ifPresent(exceeded::add);
        offer.limits()
                .eventSize()
                .filter(most -> need.size() > Facts.value(most.fact()))
                .map(most -> Exceeded.eventSize(need.size(), Facts.value(most.fact()), offer.name(), most))
                .ifPresent(exceeded::add);
        rates.forEach(rate -> limited(rate).ifPresent(exceeded::add));
        return exceeded;
    }

    private Optional<Exceeded> limited(Rate rate) {
        double used = filled(rate, rate.cautious());
        return switch (rate.kind()) {
            case UNIT -> Optional.empty();
            case QUOTA -> Exceeded.quota(used * 100, 100, "% of the " + rate.limit(), rate.fact());
            case MOST ->
                used <= 1
                        ? Optional.empty()
                        : Optional.of(new Exceeded(
                                Gate.LOAD,
                                String.format(Locale.ROOT, "the peak is %.1f times the %s", used, rate.limit()),
                                rate.fact(),
                                "several of them"));
        };
    }

    private Optional<Exceeded> most(int wanted, Limit most, String what, String gate) {
        double given = Facts.value(most.fact());
        if (most.raised()) {
            return Exceeded.quota(wanted, given, what, most.fact());
        }
        return wanted <= given
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        gate,
                        String.format(
                                Locale.ROOT, "%,d %s are needed, %s has %,.0f", wanted, what, offer.name(), given),
                        most.fact(),
                        most.fix()));
    }

    private Optional<Exceeded> hotKey(KeyLimit key) {
        double most = Facts.value(key.fact());
        if (key.of() == Rate.Demand.BYTES_IN) {
            return HotKey.tooManyBytes(need, most, key.unit(), key.fact());
        }
        return HotKey.tooManyEvents(need, most, key.unit(), key.fact());
    }

    private Range quantity(Meter meter, Range bought) {
        double events = need.eventsAnHour();
        double kept = Math.min(
                keptHours,
                offer.limits()
                        .retention()
                        .map(most -> Facts.value(most.fact()) / Amounts.SECONDS_AN_HOUR)
                        .orElse(keptHours));
        return switch (meter.quantity()) {
            case UNITS -> kept > meter.from() || meter.from() == 0 ? bought : Range.ZERO;
            case CONSUMER_UNITS -> bought.times(readers);
            case ONE -> Range.exactly(1);
            case EVENTS -> Range.exactly(events * steps(meter));
            case BYTES_IN -> Range.exactly(atLeast(meter, bytes(meter)));
            case BYTES_OUT -> Range.exactly(atLeast(meter, readers * need.bytesAnHour()));
            case REQUEST_BYTES_IN ->
                new Range(message.bytes(need), message.alone(need), message.alone(need)).times(events);
            case REQUEST_BYTES_OUT -> Range.exactly(readers * events * message.alone(need));
            case MESSAGE_BYTES_OUT -> Range.exactly(readers * events * message.bytes(need));
            case KEPT -> Range.exactly(keptBytes(meter, kept, bought.likely()) / Amounts.HOURS_A_MONTH);
            default -> throw Metered.unknown(offer, meter);
        };
    }

    private double steps(Meter meter) {
        return meter.rounding() == 0 ? 1 : Amounts.up(need.size() / meter.rounding());
    }

    private double bytes(Meter meter) {
        return meter.rounding() == 0 ? need.bytesAnHour() : need.eventsAnHour() * steps(meter) * meter.rounding();
    }

    private static double atLeast(Meter meter, double bytes) {
        return meter.least()
                .map(fact -> Math.max(bytes, Facts.value(fact) * Amounts.SECONDS_AN_HOUR))
                .orElse(bytes);
    }

    private double keptBytes(Meter meter, double kept, double units) {
        double until = meter.to() == 0 ? kept : Math.min(kept, meter.to());
        double bytes = need.keptBytes(until - meter.from());
        return Math.max(
                0,
                bytes - meter.included().map(fact -> units * Facts.value(fact)).orElse(0.0));
    }
}
