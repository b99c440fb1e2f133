package io.triskel.load.size.plan;

import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Optional;

/** The offers of one provider. */
public interface Offers {
    /** {@return the name of the target, such as aws} */
    String name();

    /** {@return a plan per offer, including offers that do not carry the need} */
    List<Plan> plans(Need need, PriceBook prices);

    /** {@return managed orchestrators whose price is known} */
    default List<Alternative> orchestrators(PriceBook prices, String region) {
        return List.of();
    }

    /** {@return the cheapest plan that carries the need} */
    default Optional<Plan> cheapest(Need need, PriceBook prices) {
        return Plan.cheapest(plans(need, prices));
    }
}
