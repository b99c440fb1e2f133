package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.offer.Role;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The offers of one provider from the offer file, in every combination that fits together. */
public abstract class Catalogue implements Offers {
    private final String cloud;
    private final OfferBook book;

    protected Catalogue(String cloud, OfferBook book) {
        this.cloud = cloud;
        this.book = book;
    }

    /**
     * A bus as it is read.
     *
     * @param lanes that a function keeps busy at the peak
     * @param keptHours how long the bus keeps events
     * @param archived whether an archive reads it
     */
    protected record Reading(double lanes, double keptHours, boolean archived) {}

    protected abstract Sized bus(Offer offer, Need need, Reading reading, PriceBook prices);

    /** {@return events that the function handles at once at the peak, for each consumer} */
    protected abstract double lanes(Offer function, Need need, FunctionWork work);

    protected abstract Sized function(Offer function, Sized bus, Need need, FunctionWork work, PriceBook prices);

    /** {@return the bill of a store} */
    protected abstract List<BillLine> store(Offer store, Need need, PriceBook prices);

    /** {@return the parameters of the template that deploys a plan of the order pipeline} */
    protected abstract Map<String, Object> parameters(Plan plan, Need need, FunctionWork work);

    /** {@return functions that run at once at most in a deployment, if the cloud has a quota of them} */
    protected OptionalInt atOnce(Map<String, Object> parameters, Need need) {
        return OptionalInt.empty();
    }

    /** {@return what else a buyer of the store should know} */
    protected List<String> storeNotes(Need need) {
        return List.of();
    }

    /** {@return what each call of a function writes into storage} */
    protected List<BillLine> checkpoints(Need need, Range calls, PriceBook prices) {
        return List.of();
    }

    /** {@return whether logs are charged by the GiB of 2^30 bytes} */
    protected boolean logsByTheGib() {
        return false;
    }

    /** {@return what the provider adds to events} */
    protected Message message() {
        return Message.PLAIN;
    }

    @Override
    public final String name() {
        return cloud;
    }

    @Override
    public final List<Offer> unpriced() {
        return book.all().stream()
                .filter(offer -> offer.cloud().equals(cloud) && offer.unpriced().isPresent())
                .toList();
    }

    @Override
    public final List<Plan> plans(Need need, PriceBook prices) {
        List<Optional<Sized>> stores = stores(need, prices);
        List<Plan> plans = new ArrayList<>();
        for (Offer bus : priced(Role.BUS)) {
            for (Optional<Offer> archive : archives(bus, need)) {
                for (Read read : read(bus, archive, need, prices)) {
                    List<BillLine> others = others(need, read.function(), prices);
                    Latency latency =
                            Latency.of(need, read.bus().floor(), read.function().map(Sized::floor));
                    for (Optional<Sized> store : stores) {
                        plans.add(new Plan(cloud, read.bus(), read.archive(), read.function(), store, others, latency));
                    }
                }
            }
        }
        return plans;
    }

    @Override
    public final Optional<Deployment> deployment(Need need, PriceBook prices) {
        Optional<FunctionWork> work = need.function().filter(any -> need.orders());
        return work.flatMap(function -> new Ranking(plans(need, prices))
                .deployable()
                .map(plan -> {
                    Map<String, Object> parameters = parameters(plan, need, function);
                    return new Deployment(plan, parameters, atOnce(parameters, need));
                }));
    }

    private record Read(Sized bus, Optional<Sized> archive, Optional<Sized> function) {}

    private List<Offer> priced(Role role) {
        return book.of(cloud, role).stream()
                .filter(offer -> offer.unpriced().isEmpty())
                .toList();
    }

    private List<Optional<Sized>> stores(Need need, PriceBook prices) {
        return need.orders()
                ? priced(Role.STORE).stream()
                        .map(offer -> Optional.of(placed(stored(offer, need, prices), need)))
                        .toList()
                : List.of(Optional.empty());
    }

    private Sized stored(Offer store, Need need, PriceBook prices) {
        List<String> notes = new ArrayList<>(store.notes());
        notes.addAll(storeNotes(need));
        List<BillLine> items = store(store, need, prices);
        return new Sized(store, 1, List.of(), items, List.of(), notes, new Floor(0, "", true), Range.ZERO);
    }

    /** {@return the rest of the bill} */
    private List<BillLine> others(Need need, Optional<Sized> function, PriceBook prices) {
        Range calls = function.map(Sized::calls).orElse(Range.ZERO);
        int instances = function.map(Sized::units).orElse(1);
        List<BillLine> others = new ArrayList<>(checkpoints(need, calls, prices));
        others.addAll(Others.of(cloud, need, prices, calls, instances, logsByTheGib()));
        return others;
    }

    /**
     * {@return the archives to try} An archive is part of the need, or stands in for a bus that would have to keep events for longer; a bus
     * that keeps them itself is tried as well.
     */
    private List<Optional<Offer>> archives(Offer bus, Need need) {
        List<Optional<Offer>> archives = new ArrayList<>();
        boolean beyond = Archive.replayHours(need) > need.retentionHours();
        if (need.traffic().archive() || beyond) {
            bus.archives().forEach(id -> archives.add(Optional.of(book.get(id))));
        }
        if (!need.traffic().archive() || archives.isEmpty()) {
            archives.add(Optional.empty());
        }
        return archives;
    }

    private List<Read> read(Offer bus, Optional<Offer> archive, Need need, PriceBook prices) {
        double kept = archive.isPresent()
                ? need.retentionHours()
                : Math.max(need.retentionHours(), Archive.replayHours(need));
        if (need.function().isEmpty()) {
            return List.of(read(
                    bus, archive, need, new Reading(0, kept, archive.isPresent()), prices, sized -> Optional.empty()));
        }
        FunctionWork work = need.function().get();
        return priced(Role.FUNCTION).stream()
                .filter(function ->
                        bus.delivery().filter(function.takes()::contains).isPresent())
                .map(function -> read(
                        bus,
                        archive,
                        need,
                        new Reading(lanes(function, need, work), kept, archive.isPresent()),
                        prices,
                        sized -> Optional.of(function(function, sized, need, work, prices))))
                .toList();
    }

    private Read read(
            Offer bus,
            Optional<Offer> archive,
            Need need,
            Reading reading,
            PriceBook prices,
            Function<Sized, Optional<Sized>> function) {
        Sized sized = bus(bus, need, reading, prices);
        Sized read = need.traffic().archive() && archive.isEmpty()
                ? sized.exceeding(new Exceeded(
                        Gate.RETENTION,
                        "an archive reads the bus, and none can read " + bus.name(),
                        "",
                        "a bus with an archive"))
                : sized;
        return new Read(
                placed(read, need),
                archive.map(offer -> placed(Archive.size(offer, need, sized, message(), prices), need)),
                function.apply(sized).map(one -> placed(one, need)));
    }

    private static Sized placed(Sized sized, Need need) {
        return sized.offer().regions().contains(need.region())
                ? sized
                : sized.exceeding(new Exceeded(
                        Gate.REGION, sized.name() + " is not sold in " + need.region(), "", "another region"));
    }
}
