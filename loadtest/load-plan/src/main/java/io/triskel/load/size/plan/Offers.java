package io.triskel.load.size.plan;

import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Optional;

/** What one provider offers. */
public interface Offers {
    /** {@return the name of the target, such as aws} */
    String name();

    /** {@return a plan per offer, those that do not carry the need among them} */
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
