package io.triskel.load.size.offer;

import io.triskel.load.json.ShippedFile;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Nearest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The offers of one date. */
public final class OfferBook {
    private static final String SHIPPED = "/io/triskel/load/size/offers-2026-11.json";

    private final String name;
    private final Map<String, Offer> offers = new LinkedHashMap<>();

    OfferBook(String name, List<Offer> offers) {
        this.name = name;
        for (Offer offer : offers) {
            if (this.offers.put(offer.id(), offer) != null) {
                throw new IllegalArgumentException("two offers have the id " + offer.id() + "; rename one of them");
            }
        }
        for (Offer offer : offers) {
            for (String archive : offer.archives()) {
                if (!this.offers.containsKey(archive)) {
                    throw new IllegalArgumentException("'archives' of " + offer.id() + " names " + archive
                            + ", which is not an offer"
                            + Nearest.to(archive, this.offers.keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
                }
            }
        }
    }

    private static final class Shipped {
        private static final OfferBook BOOK = OfferFile.read(SHIPPED, ShippedFile.text(SHIPPED));
    }

    /** {@return the shipped offers} */
    public static OfferBook shipped() {
        return Shipped.BOOK;
    }

    /**
     * {@return the offers of a file}
     *
     * @throws InputException if it cannot be read or is not valid
     */
    public static OfferBook read(Path file) {
        return OfferFile.read(file);
    }

    public String name() {
        return name;
    }

    public List<Offer> all() {
        return List.copyOf(offers.values());
    }

    public List<Offer> of(String cloud, Role role) {
        return offers.values().stream()
                .filter(offer -> offer.cloud().equals(cloud) && offer.role() == role)
                .toList();
    }

    /** {@return the offer of this id, which must be there} */
    public Offer get(String id) {
        Offer offer = offers.get(id);
        if (offer == null) {
            throw new IllegalArgumentException(name + " has no offer " + id);
        }
        return offer;
    }
}
