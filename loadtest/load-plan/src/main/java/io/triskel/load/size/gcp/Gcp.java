package io.triskel.load.size.gcp;

import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Catalogue;
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

/** Pub/Sub, Cloud Run, Firestore. */
public final class Gcp extends Catalogue {
    private static final String ID = "gcp";

    private final Requests requests;

    public Gcp(Requests requests) {
        this(requests, OfferBook.shipped());
    }

    private Gcp(Requests requests, OfferBook book) {
        super(ID, book);
        this.requests = requests;
    }

    @Override
    public Offers with(OfferBook book) {
        return new Gcp(requests, book);
    }

    @Override
    public List<Alternative> orchestrators(PriceBook prices, String region) {
        return Orchestrators.of(prices, region);
    }

    @Override
    protected Message message() {
        return PubSub.MESSAGE;
    }

    @Override
    protected Sized bus(Offer offer, Need need, Reading reading, PriceBook prices) {
        return PubSub.size(offer, need, reading.keptHours(), prices);
    }

    /** Neither subscriptions nor topics have lanes. */
    @Override
    protected double lanes(Offer function, Need need, FunctionWork work) {
        return 0;
    }

    @Override
    protected Sized function(Offer function, Sized bus, Need need, FunctionWork work, PriceBook prices) {
        return new CloudRun(function, need, work, CloudRun.CONCURRENCY).size(prices);
    }

    @Override
    protected Map<String, Object> parameters(Plan plan, Need need, FunctionWork work) {
        return new CloudRun(plan.function().orElseThrow().offer(), need, work, CloudRun.CONCURRENCY).variables();
    }

    @Override
    protected List<BillLine> store(Offer store, Need need, PriceBook prices) {
        return Firestore.items(need, requests, prices);
    }

    @Override
    protected boolean logsByTheGib() {
        return true;
    }
}
