package io.triskel.load.size.plan;

import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** Items of one offer. */
public final class Bill {
    private final String cloud;
    private final String group;
    private final Need need;
    private final PriceBook prices;
    private final List<BillLine> items = new ArrayList<>();

    public Bill(String cloud, String group, Need need, PriceBook prices) {
        this.cloud = cloud;
        this.group = group;
        this.need = need;
        this.prices = prices;
    }

    public Bill add(String name, double anHour, String meter, String how) {
        return add(name, Range.exactly(anHour), meter, how);
    }

    public Bill add(String name, Range anHour, String meter, String how) {
        items.add(BillLine.of(group, name, anHour, cloud + "." + meter, prices, need.region(), how));
        return this;
    }

    public List<BillLine> items() {
        return List.copyOf(items);
    }
}
