package io.triskel.orders.catalogue;

import io.triskel.codec.StateCodec;
import io.triskel.codec.StoredState;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.Optional;

/** Ordering's replica of the catalogue; it answers while the catalogue is down. */
public final class ReplicatedAssortment implements Assortment {
    /** The collection of replicas that holds the products. */
    public static final String COLLECTION = "ordering.products";

    private final Replicas replicas;
    private final StoredState<Product> products;

    public ReplicatedAssortment(Replicas replicas, StateCodec codec) {
        this.replicas = replicas;
        this.products = codec.stored(Product.class).ignoringUnknown();
    }

    @Override
    public Known known(String id) {
        return replicas.get(COLLECTION, id)
                .map(replica -> new Known(replica.version(), product(replica)))
                .orElse(new Known(0, Optional.empty()));
    }

    private Optional<Product> product(Replica replica) {
        return replica.deleted() ? Optional.empty() : Optional.of(products.read(replica.state()));
    }
}
