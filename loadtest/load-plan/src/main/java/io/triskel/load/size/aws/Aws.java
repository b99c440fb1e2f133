package io.triskel.load.size.aws;

import io.triskel.load.size.offer.Delivery;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.offer.Quantity;
import io.triskel.load.size.offer.Service;
import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bus;
import io.triskel.load.size.plan.Catalogue;
import io.triskel.load.size.plan.Machines;
import io.triskel.load.size.plan.Message;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.FunctionWork;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Kinesis, Lambda, DynamoDB. */
public final class Aws extends Catalogue {
    private static final String ID = "aws";

    private final Requests requests;

    public Aws(Requests requests) {
        this(requests, OfferBook.shipped());
    }

    private Aws(Requests requests, OfferBook book) {
        super(ID, book);
        this.requests = requests;
    }

    @Override
    public Offers with(OfferBook book) {
        return new Aws(requests, book);
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    protected Sized bus(Offer offer, Need need, Reading reading, PriceBook prices) {
        // Firehose reads as a polling consumer does, next to consumers with fan-out of their own.
        boolean dedicated = offer.meters().stream().anyMatch(meter -> meter.quantity() == Quantity.CONSUMER_UNITS);
        int readers = need.consumers() + (reading.archived() && !dedicated ? 1 : 0);
        return new Bus(offer, need, reading.lanes(), reading.keptHours(), readers, Message.PLAIN)
                .size(List.of(), Kinesis.notes(need, offer), Kinesis.floor(need, offer), prices);
    }

    @Override
    protected double lanes(Offer function, Need need, FunctionWork work) {
        return function.service() == Service.LAMBDA
                ? new Lambda(function, need, work).lanes()
                : new Machines(function, need, work).lanes();
    }

    @Override
    protected Sized function(Offer function, Sized bus, Need need, FunctionWork work, PriceBook prices) {
        int shards = Kinesis.isOnDemand(bus.offer()) ? Kinesis.shardsOnDemand(need) : bus.units();
        boolean pushed = bus.offer().delivery().filter(Delivery.PUSHED::equals).isPresent();
        if (function.service() == Service.LAMBDA) {
            return new Lambda(function, need, work).size(shards, pushed, prices);
        }
        Machines machines = new Machines(function, need, work);
        int lanes = Lambda.lanesAShard(machines.lanes() / need.load(), shards);
        double batch = Batches.of(
                work, need.mean() / ((double) shards * lanes), machines.secondsInABatch(), pushed ? 0 : Lambda.POLL);
        return machines.size(batch, Lambda.tooFewLanes(machines.lanes() / need.load(), shards), prices);
    }

    @Override
    protected Map<String, Object> parameters(Plan plan, Need need, FunctionWork work) {
        return StackParameters.of(plan, need, work);
    }

    @Override
    protected OptionalInt atOnce(Map<String, Object> parameters, Need need) {
        return OptionalInt.of(StackParameters.atOnce(parameters, need));
    }

    @Override
    protected List<BillLine> store(Offer store, Need need, PriceBook prices) {
        return Capacity.of(store, need, DynamoDb.items(need, requests, prices), prices);
    }
}
