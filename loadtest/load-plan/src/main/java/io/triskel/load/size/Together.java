package io.triskel.load.size;

import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import java.util.List;

/** The offers of all clouds, to see at which rate the cheapest one is another cloud's. */
record Together(List<Offers> clouds) implements Offers {
    @Override
    public String name() {
        return "any";
    }

    @Override
    public List<Plan> plans(Need need, PriceBook prices) {
        return clouds.stream()
                .flatMap(cloud -> cloud.plans(need, prices).stream())
                .toList();
    }
}
