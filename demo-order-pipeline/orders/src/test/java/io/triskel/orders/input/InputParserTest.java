package io.triskel.orders.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.orders.catalogue.Product;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputParserTest {
    private static final String ORDER = """
            {"kind":"order","order":"O-1","customer":{"id":"C-1","name":"Ada Abe","email":"ada@example.com"},\
            "lines":[{"product":"P-1","price":1,"quantity":2}],"payment":{"card":"card-1","limit":500}}""";

    private final InputParser parser = new InputParser();

    @Nested
    class When_a_line_is_whole {
        @Test
        void an_order_is_read() throws BrokenLineException {
            assertThat(parser.parse(ORDER))
                    .isEqualTo(new InputLine.OrderLine(new PlaceOrder(
                            "O-1",
                            "C-1",
                            new Contact("Ada Abe", "ada@example.com"),
                            List.of(new PlaceOrder.Wanted("P-1", 1, 2)),
                            new Card("card-1", 500, true))));
        }

        @Test
        void a_product_is_read_and_so_is_its_withdrawal() throws BrokenLineException {
            assertThat(
                            parser.parse(
                                    "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":2,\"name\":\"Tea\",\"prices\":[10,12]}"))
                    .isEqualTo(new InputLine.ProductLine(
                            "P-1", 2, Optional.of(new Product("P-1", "Tea", List.of(10L, 12L)))));
            assertThat(parser.parse("{\"kind\":\"product\",\"product\":\"P-1\",\"version\":3,\"deleted\":true}"))
                    .isEqualTo(new InputLine.ProductLine("P-1", 3, Optional.empty()));
        }

        @Test
        void stock_and_cancellations_are_read() throws BrokenLineException {
            assertThat(parser.parse("{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":5}"))
                    .isEqualTo(new InputLine.StockLine("P-1", "D-1", 5));
            assertThat(parser.parse("{\"kind\":\"cancel\",\"order\":\"O-1\"}"))
                    .isEqualTo(new InputLine.CancelLine("O-1"));
        }

        @Test
        void a_negative_quantity_is_for_ordering_to_refuse() throws BrokenLineException {
            InputLine line = parser.parse(ORDER.replace("\"quantity\":2", "\"quantity\":-2"));

            assertThat(((InputLine.OrderLine) line).request().lines())
                    .containsExactly(new PlaceOrder.Wanted("P-1", 1, -2));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"order\"          | not JSON: Unexpected end-of-input",
                "[]                           | a line must be a JSON object",
                "{} {}                        | not JSON: Trailing token",
                "{\"kind\":\"order\",\"kind\":\"order\"} | not JSON: Duplicate field 'kind'",
                "{}                           | kind is missing",
                "{\"kind\":7}                 | kind must be a text, but is 7",
                "{\"kind\":\"refund\"}        | kind must be product, stock, order or cancel, but is 'refund'",
                "{\"kind\":\"cancel\"}        | order is missing",
                "{\"kind\":\"cancel\",\"order\":\" \"} | order has 1 to 64 characters, none of them a control character",
                "{\"kind\":\"cancel\",\"order\":\"..\"} | order must be letters, digits, '-', '_' and '.'",
                "{\"kind\":\"cancel\",\"order\":\"a/b\"} | order must be letters, digits, '-', '_' and '.'",
                "{\"kind\":\"cancel\",\"order\":\"\u00e9\"} | order must be letters, digits, '-', '_' and '.'",
                "{\"kind\":\"stock\",\"product\":\"P\",\"delivery\":\"D\",\"quantity\":0} | quantity must be 1 to 1000000, but is 0",
                "{\"kind\":\"stock\",\"product\":\"P\",\"delivery\":\"D\",\"quantity\":1.5} | quantity must be a whole number, 1 to 1000000, but is 1.5",
                "{\"kind\":\"stock\",\"product\":\"P\",\"delivery\":\"D\",\"quantity\":99999999999999999999} | quantity must be 1 to 1000000, but is 99999999999999999999",
                "{\"kind\":\"product\",\"product\":\"P\",\"version\":0,\"deleted\":true} | version must be 1 to 2147483647, but is 0",
                "{\"kind\":\"product\",\"product\":\"P\",\"version\":1,\"name\":\"T\",\"prices\":[]} | A product has 1 to 100 prices",
                "{\"kind\":\"product\",\"product\":\"P\",\"version\":1,\"name\":\"T\",\"prices\":[\"1\"]} | prices[0] must be a whole number, 0 to 2147483647, but is \"1\"",
            })
    void a_broken_line_says_what_is_wrong(String line, String reason) {
        assertThatThrownBy(() -> parser.parse(line))
                .isInstanceOf(BrokenLineException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void a_missing_field_is_named_with_its_place() {
        assertThatThrownBy(() -> parser.parse(ORDER.replace("\"quantity\":2", "\"count\":2")))
                .hasMessage("lines[0].quantity is missing");
        assertThatThrownBy(() -> parser.parse(ORDER.replace("\"email\"", "\"mail\"")))
                .hasMessage("customer.email is missing");
    }

    @Test
    void a_line_may_be_as_long_as_the_limit_and_not_longer() throws BrokenLineException {
        String longest = ORDER + " ".repeat(InputParser.MAX_LINE - ORDER.length());

        assertThat(parser.parse(longest)).isInstanceOf(InputLine.OrderLine.class);
        assertThatThrownBy(() -> parser.parse(longest + " "))
                .isInstanceOf(BrokenLineException.class)
                .hasMessage("a line has at most 65536 characters; this one has 65537");
    }

    @Test
    void what_is_wrong_is_said_without_control_characters() {
        assertThatThrownBy(() -> parser.parse("{\"a\\u0000\\u001b\":1,\"a\\u0000\\u001b\":2}"))
                .isInstanceOf(BrokenLineException.class)
                .hasMessage("not JSON: Duplicate field 'a\\u0000\\u001b'");
    }

    @Test
    void a_body_is_not_called_a_line() {
        InputParser bodies = InputParser.ofBodies();

        assertThatThrownBy(() -> bodies.order("[]")).hasMessage("the body must be a JSON object");
        assertThatThrownBy(() -> bodies.order(" ".repeat(InputParser.MAX_LINE + 1)))
                .hasMessage("the body has at most 65536 characters; this one has 65537");
    }

    @Test
    void a_line_whose_kind_is_known_may_leave_it_out_but_not_be_of_another() throws BrokenLineException {
        String stock = "{\"kind\":\"stock\",\"product\":\"P\",\"delivery\":\"D\",\"quantity\":1}";

        assertThat(parser.stock(stock)).isEqualTo(new InputLine.StockLine("P", "D", 1));
        assertThat(parser.stock(stock.replace("\"kind\":\"stock\",", ""))).isEqualTo(parser.stock(stock));
        assertThat(parser.order(ORDER)).isEqualTo(parser.parse(ORDER));
        assertThatThrownBy(() -> parser.product(stock)).hasMessage("kind must be product here, or omitted");
    }
}
