package io.triskel.load.size.azure;

import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.offer.Service;
import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Catalogue;
import io.triskel.load.size.plan.Machines;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.FunctionWork;
import java.util.List;
import java.util.Map;

/** Event Hubs, Functions, Table Storage. */
public final class Azure extends Catalogue {
    private static final String ID = "azure";

    private final Requests requests;

    public Azure(Requests requests) {
        this(requests, OfferBook.shipped());
    }

    private Azure(Requests requests, OfferBook book) {
        super(ID, book);
        this.requests = requests;
    }

    @Override
    public Offers with(OfferBook book) {
        return new Azure(requests, book);
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    protected Sized bus(Offer offer, Need need, Reading reading, PriceBook prices) {
        return Hub.size(offer, need, reading.lanes(), reading.keptHours(), prices);
    }

    @Override
    protected double lanes(Offer function, Need need, FunctionWork work) {
        return function.service() == Service.FUNCTIONS_FLEX
                ? new Flex(function, need, work).lanes()
                : new Machines(function, need, work).lanes();
    }

    @Override
    protected Sized function(Offer function, Sized bus, Need need, FunctionWork work, PriceBook prices) {
        if (function.service() == Service.FUNCTIONS_FLEX) {
            Flex flex = new Flex(function, need, work);
            return flex.size(Hub.partitions(need, flex.lanes()), prices);
        }
        Machines machines = new Machines(function, need, work);
        int partitions = Hub.partitions(need, machines.lanes());
        return machines.size(
                Batches.of(work, need.mean() / partitions, machines.secondsInABatch(), 0), List.of(), prices);
    }

    @Override
    protected Map<String, Object> parameters(Plan plan, Need need, FunctionWork work) {
        return ModuleVariables.of(plan, need, work);
    }

    @Override
    protected List<BillLine> store(Offer store, Need need, PriceBook prices) {
        return TableStorage.items(need, requests, prices);
    }

    @Override
    protected List<String> storeNotes(Need need) {
        return TableStorage.accounts(need, requests).stream().toList();
    }

    @Override
    protected List<BillLine> checkpoints(Need need, Range calls, PriceBook prices) {
        return TableStorage.checkpoints(need, calls, prices);
    }
}
