package io.triskel.load.size.azure;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Others;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Event Hubs, Functions, Table Storage. */
public final class Azure implements Offers {
    private final Requests requests;

    public Azure(Requests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return "azure";
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    public List<Plan> plans(Need need, PriceBook prices) {
        return List.of(
                plan(need, Hub.BASIC, prices, lanes -> new ThroughputUnits(Hub.BASIC, false).size(need, lanes, prices)),
                plan(
                        need,
                        Hub.STANDARD,
                        prices,
                        lanes -> new ThroughputUnits(Hub.STANDARD, false).size(need, lanes, prices)),
                plan(
                        need,
                        Hub.STANDARD,
                        prices,
                        lanes -> new ThroughputUnits(Hub.STANDARD, true).size(need, lanes, prices)),
                plan(need, Hub.PREMIUM, prices, lanes -> ProcessingUnits.size(need, lanes, prices)),
                plan(need, Hub.DEDICATED, prices, lanes -> CapacityUnits.size(need, lanes, prices)));
    }

    private Plan plan(Need need, Hub hub, PriceBook prices, DoubleFunction<Sized> bus) {
        Optional<Flex> flex = need.function().map(work -> Flex.fitting(need, work, hub.partitions()));
        double lanes = flex.map(Flex::lanes).orElse(0.0);
        Optional<Sized> function = flex.map(one -> one.size(Hub.partitions(need, lanes), prices));
        List<BillLine> others = new ArrayList<>();
        if (need.orders()) {
            others.addAll(TableStorage.items(need, requests, prices));
        }
        Range executions = function.map(one -> one.items().get(0).anHour()).orElse(Range.ZERO);
        others.addAll(Others.of(
                name(), need, prices, executions, function.map(Sized::units).orElse(1), false));
        return new Plan(name(), noted(bus.apply(lanes), need), function, others, true);
    }

    private Sized noted(Sized bus, Need need) {
        List<String> notes = new ArrayList<>(bus.notes());
        TableStorage.accounts(need, requests).ifPresent(notes::add);
        return new Sized(
                bus.name(), bus.units(), bus.unit(), bus.bounds(), bus.items(), bus.exceeded(), notes, bus.floor());
    }
}
