package io.triskel.load.size.price;

import io.triskel.load.json.ShippedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of one date. A meter has a price per region, or one for all; if a region has none, the other
 * region's price is used and marked, as is a price of a region that the file does not count to the one asked for.
 */
public final class PriceBook {
    private static final String SHIPPED = "/io/triskel/load/size/prices-2026-11.json";

    private final String name;
    private final String asOf;
    private final Map<String, Price> prices = new LinkedHashMap<>();
    private final Optional<Exchange> euro;
    private final Map<String, List<String>> regions;

    /**
     * @param asOf the date of the whole
     * @param regions the vendors' regions that us and eu stand for, if the file says so
     * @param euro what a dollar is worth, if the file says so
     */
    PriceBook(
            String name,
            String asOf,
            Map<String, List<String>> regions,
            Collection<Price> prices,
            Optional<Exchange> euro) {
        this.name = name;
        this.asOf = asOf;
        this.regions = regions;
        this.euro = euro;
        for (Price price : prices) {
            if (this.prices.put(key(price.meter(), price.region()), price) != null) {
                throw new IllegalArgumentException("two prices of " + price.meter() + " in " + price.region());
            }
        }
    }

    private static final class Shipped {
        private static final PriceBook BOOK = PriceFile.read(SHIPPED, ShippedFile.bytes(SHIPPED));
    }

    /** {@return the shipped prices} */
    public static PriceBook shipped() {
        return Shipped.BOOK;
    }

    /**
     * {@return the prices of a file}
     *
     * @throws PriceException if it cannot be read or is not valid
     */
    public static PriceBook read(Path file) {
        try {
            return PriceFile.read(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new PriceException(file + ": this price file does not exist", e);
        } catch (IOException e) {
            throw new PriceException(file + ": cannot read the price file: " + e, e);
        }
    }

    public String name() {
        return name;
    }

    public String asOf() {
        return asOf;
    }

    /** {@return the date as a day, if it is one} */
    public Optional<LocalDate> day() {
        try {
            return Optional.of(LocalDate.parse(asOf));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public Optional<Exchange> euro() {
        return euro;
    }

    public List<Price> all() {
        return List.copyOf(prices.values());
    }

    /**
     * {@return the price of a meter in a region, or empty if the file does not have it}
     *
     * @param region us or eu
     */
    public Optional<Price> find(String meter, String region) {
        Optional<Price> own = get(meter, region).or(() -> get(meter, "all"));
        return own.isPresent()
                ? own.map(price -> sold(price, region) ? price : price.standingIn())
                : get(meter, region.equals("us") ? "eu" : "us").map(Price::standingIn);
    }

    private boolean sold(Price price, String region) {
        List<String> own = regions.getOrDefault(region, List.of());
        return own.isEmpty()
                || price.sold()
                        .filter(where -> !where.equals("global") && !own.contains(where))
                        .isEmpty();
    }

    private Optional<Price> get(String meter, String region) {
        return Optional.ofNullable(prices.get(key(meter, region)));
    }

    private static String key(String meter, String region) {
        return meter + "@" + region;
    }
}
