package io.triskel.orders.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a line strictly: an incomplete or ambiguous line is reported as broken, never guessed.
 *
 * <p>An order with senseless quantities or products is not a broken line: it is an order, which ordering rejects.
 */
public final class InputParser {
    /** The longest line, in characters. */
    public static final int MAX_LINE = 64 * 1024;
    /** The longest id. */
    public static final int MAX_ID = 64;

    private static final String KIND = "kind";

    private final ObjectMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final String whole;

    /** Reads lines of an input, which messages call lines. */
    public InputParser() {
        this("a line");
    }

    private InputParser(String whole) {
        this.whole = whole;
    }

    /** {@return a parser of request bodies, which messages call bodies} */
    public static InputParser ofBodies() {
        return new InputParser("the body");
    }

    /**
     * Reads one line.
     *
     * @throws BrokenLineException if the text is not a line of a known kind
     */
    public InputLine parse(String line) throws BrokenLineException {
        InputFields fields = fields(line);
        String kind = fields.text(KIND, MAX_ID);
        return switch (kind) {
            case "product" -> read(fields, InputParser::productOf);
            case "stock" -> read(fields, InputParser::stockOf);
            case "order" -> read(fields, InputParser::orderOf);
            case "cancel" -> read(fields, it -> new InputLine.CancelLine(it.id("order")));
            default ->
                throw new BrokenLineException(
                        "kind must be product, stock, order or cancel, but is '" + InputFields.shortened(kind) + "'");
        };
    }

    /**
     * Reads a product; the text may omit {@code kind}, since only a product is expected.
     *
     * @throws BrokenLineException if the text is not of this kind
     */
    public InputLine.ProductLine product(String line) throws BrokenLineException {
        return read(fieldsOf("product", line), InputParser::productOf);
    }

    /**
     * Reads a delivery, as {@link #product} reads a product.
     *
     * @throws BrokenLineException if the text is not of this kind
     */
    public InputLine.StockLine stock(String line) throws BrokenLineException {
        return read(fieldsOf("stock", line), InputParser::stockOf);
    }

    /**
     * Reads an order, as {@link #product} reads a product.
     *
     * @throws BrokenLineException if the text is not of this kind
     */
    public InputLine.OrderLine order(String line) throws BrokenLineException {
        return read(fieldsOf("order", line), InputParser::orderOf);
    }

    /** {@return whether products, orders and the like may have this id} */
    public static boolean isId(String text) {
        return text.length() <= MAX_ID && InputFields.ID.matcher(text).matches();
    }

    private InputFields fieldsOf(String kind, String line) throws BrokenLineException {
        InputFields fields = fields(line);
        if (fields.node().has(KIND) && !fields.text(KIND, MAX_ID).equals(kind)) {
            throw new BrokenLineException("kind must be " + kind + " here, or omitted");
        }
        return fields;
    }

    private InputFields fields(String line) throws BrokenLineException {
        if (line.length() > MAX_LINE) {
            throw new BrokenLineException(
                    whole + " has at most " + MAX_LINE + " characters; this one has " + line.length());
        }
        return new InputFields("", tree(line));
    }

    private static <L> L read(InputFields fields, Reading<L> reading) throws BrokenLineException {
        try {
            return reading.read(fields);
        } catch (IllegalArgumentException invalid) {
            throw new BrokenLineException(String.valueOf(invalid.getMessage()));
        }
    }

    /** Reads one kind of line. */
    private interface Reading<L> {
        L read(InputFields fields) throws BrokenLineException;
    }

    private JsonNode tree(String line) throws BrokenLineException {
        try {
            JsonNode node = json.readTree(line);
            if (!node.isObject()) {
                throw new BrokenLineException(whole + " must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException broken) {
            String message = broken.getOriginalMessage();
            throw new BrokenLineException("not JSON: " + InputFields.shortened(message.replaceAll("\\s+", " ")));
        }
    }

    private static InputLine.ProductLine productOf(InputFields fields) throws BrokenLineException {
        String id = fields.id("product");
        long version = fields.whole("version", 1, Integer.MAX_VALUE);
        if (fields.flag("deleted", false)) {
            return new InputLine.ProductLine(id, version, Optional.empty());
        }
        List<Long> prices = new ArrayList<>();
        for (InputFields price : fields.list("prices")) {
            prices.add(price.whole(0, Integer.MAX_VALUE));
        }
        return new InputLine.ProductLine(id, version, Optional.of(new Product(id, fields.text("name", 200), prices)));
    }

    private static InputLine.StockLine stockOf(InputFields fields) throws BrokenLineException {
        return new InputLine.StockLine(
                fields.id("product"), fields.id("delivery"), (int) fields.whole("quantity", 1, 1_000_000));
    }

    private static InputLine.OrderLine orderOf(InputFields fields) throws BrokenLineException {
        InputFields customer = fields.object("customer");
        InputFields payment = fields.object("payment");
        List<PlaceOrder.Wanted> lines = new ArrayList<>();
        for (InputFields line : fields.list("lines")) {
            lines.add(new PlaceOrder.Wanted(
                    line.id("product"), (int) line.whole("price", Integer.MIN_VALUE, Integer.MAX_VALUE), (int)
                            line.whole("quantity", Integer.MIN_VALUE, Integer.MAX_VALUE)));
        }
        return new InputLine.OrderLine(new PlaceOrder(
                fields.id("order"),
                customer.id("id"),
                new Contact(customer.text("name", 200), customer.text("email", 254)),
                lines,
                new Card(
                        payment.id("card"), payment.whole("limit", 0, Long.MAX_VALUE), payment.flag("answers", true))));
    }
}
