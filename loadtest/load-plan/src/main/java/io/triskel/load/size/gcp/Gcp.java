package io.triskel.load.size.gcp;

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

/** Pub/Sub, Cloud Run functions, Firestore. */
public final class Gcp implements Offers {
    private final Requests requests;

    public Gcp(Requests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return "gcp";
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    public List<Plan> plans(Need need, PriceBook prices) {
        Optional<Sized> function =
                need.function().map(work -> new CloudRun(need, work, CloudRun.CONCURRENCY).size(prices));
        PubSub.Delivery usual = function.isPresent() ? PubSub.Delivery.PUSH : PubSub.Delivery.PULL;
        List<Plan> plans = new ArrayList<>();
        plans.add(
                new Plan(name(), new PubSub(usual).size(need, prices), function, others(need, function, prices), true));
        for (PubSub.Delivery archive : List.of(PubSub.Delivery.BIG_QUERY, PubSub.Delivery.STORAGE)) {
            plans.add(new Plan(name(), new PubSub(archive).size(need, prices), Optional.empty(), List.of(), false));
        }
        return plans;
    }

    private List<BillLine> others(Need need, Optional<Sized> function, PriceBook prices) {
        List<BillLine> others = new ArrayList<>();
        if (need.orders()) {
            others.addAll(Firestore.items(need, requests, prices));
        }
        Range requestsAnHour = function.map(one -> one.items().get(0).anHour()).orElse(Range.ZERO);
        others.addAll(Others.of(
                name(), need, prices, requestsAnHour, function.map(Sized::units).orElse(1), true));
        return others;
    }
}
