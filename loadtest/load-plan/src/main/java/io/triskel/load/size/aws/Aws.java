package io.triskel.load.size.aws;

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

/** Kinesis, Lambda, DynamoDB; in addition Firehose. */
public final class Aws implements Offers {
    private final Requests requests;

    public Aws(Requests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    public List<Plan> plans(Need need, PriceBook prices) {
        Optional<Lambda> lambda = need.function().map(work -> new Lambda(need, work));
        double lanes = lambda.map(Lambda::lanes).orElse(0.0);
        List<Plan> plans = new ArrayList<>();
        for (boolean fanOut : List.of(false, true)) {
            Sized provisioned = new Provisioned(fanOut).size(need, lanes, prices);
            plans.add(
                    plan(need, provisioned, lambda.map(one -> one.size(provisioned.units(), fanOut, prices)), prices));
        }
        for (boolean fanOut : List.of(false, true)) {
            Sized onDemand = new OnDemand(fanOut).size(need, prices);
            plans.add(plan(need, onDemand, lambda.map(one -> one.size(OnDemand.shards(need), fanOut, prices)), prices));
        }
        Sized advantage = Advantage.size(need, prices);
        plans.add(plan(need, advantage, lambda.map(one -> one.size(OnDemand.shards(need), true, prices)), prices));
        plans.add(new Plan(name(), Firehose.size(need, prices), Optional.empty(), List.of(), false));
        return plans;
    }

    private Plan plan(Need need, Sized stream, Optional<Sized> function, PriceBook prices) {
        List<BillLine> others = new ArrayList<>();
        if (need.orders()) {
            others.addAll(DynamoDb.items(need, requests, prices));
        }
        Range invocations = function.map(one -> one.items().get(0).anHour()).orElse(Range.ZERO);
        others.addAll(Others.of(
                name(), need, prices, invocations, function.map(Sized::units).orElse(1), false));
        return new Plan(name(), stream, function, others, true);
    }
}
