package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Optional;

/** The offers of one provider. */
public interface Offers {
    /** {@return the name of the target, such as aws} */
    String name();

    /** {@return every combination of its offers, including those that do not carry the need} */
    List<Plan> plans(Need need, PriceBook prices);

    /** {@return the same provider with the offers of a file} */
    default Offers with(OfferBook book) {
        return this;
    }

    /** {@return offers without a price, which are in no plan} */
    default List<Offer> unpriced() {
        return List.of();
    }

    /** {@return managed orchestrators whose price is known} */
    default List<Alternative> orchestrators(PriceBook prices, String region) {
        return List.of();
    }

    /** {@return what deploys the cheapest plan that qualifies and that scripts deploy; empty without orders or functions} */
    default Optional<Deployment> deployment(Need need, PriceBook prices) {
        return Optional.empty();
    }

    /** {@return the cheapest plan that qualifies} */
    default Optional<Plan> cheapest(Need need, PriceBook prices) {
        return Plan.cheapest(plans(need, prices));
    }
}
