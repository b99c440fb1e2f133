package io.triskel.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.pipeline.Style;
import io.triskel.store.EventStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderApiTest {
    private static final String PRODUCT =
            "{'kind':'product','product':'P-1','version':1,'name':'Espresso beans','prices':[250]}";
    private static final String STOCK = "{'kind':'stock','product':'P-1','delivery':'D-1','quantity':10}";

    private final MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
    private final OrderApi api =
            new OrderApi(orders.pipeline(), orders.ports().platform().states());

    @BeforeEach
    void stock() {
        assertThat(post("/products", PRODUCT).status()).isEqualTo(202);
        assertThat(post("/stock", STOCK).status()).isEqualTo(200);
        orders.settle();
    }

    @Nested
    class An_order {
        @Test
        void is_placed_and_found_when_it_has_come_to_its_end() {
            HttpAnswer placed = post("/orders", order("O-1", 2));
            orders.settle();

            assertThat(placed.status()).isEqualTo(201);
            assertThat(placed.headers()).containsEntry("Location", "/orders/O-1");
            assertThat(text(placed)).contains("\"order\":\"O-1\"", "\"status\":\"PLACED\"", "\"repeated\":false");
            HttpAnswer found = get("/orders/O-1");
            assertThat(found.status()).isEqualTo(200);
            assertThat(text(found)).contains("\"status\":\"SHIPPED\"", "\"email\":\"ada@example.com\"");
            assertThat(found.headers()).containsKeys("ETag", "Entity-Version");
        }

        @Test
        void that_comes_again_is_placed_once() {
            post("/orders", order("O-1", 2));

            HttpAnswer again = post("/orders", order("O-1", 2));

            assertThat(again.status()).isEqualTo(200);
            assertThat(text(again)).contains("\"repeated\":true");
        }

        @Test
        void under_an_id_that_is_taken_is_against_the_rules() {
            post("/orders", order("O-1", 2));

            HttpAnswer other = post("/orders", order("O-1", 3));

            assertProblem(other, 422, "Order O-1 exists already, with other content");
        }

        @Test
        void that_makes_no_sense_is_recorded_as_rejected_with_the_reason() {
            HttpAnswer placed = post("/orders", order("O-1", 0));

            assertThat(placed.status()).isEqualTo(201);
            assertThat(text(placed)).contains("\"status\":\"REJECTED\"", "a quantity is 1 to 1000");
        }

        @Test
        void of_a_customer_who_is_forgotten_goes_on_without_name_and_address_and_is_the_last() {
            post("/orders", order("O-1", 1));
            orders.settle();

            HttpAnswer forgotten = api.answer(request("DELETE", "/customers/C-1", ""), orders.soon());
            HttpAnswer again = api.answer(request("DELETE", "/customers/C-1", ""), orders.soon());
            orders.settle();

            assertThat(forgotten.status()).isEqualTo(204);
            assertThat(again.status()).isEqualTo(204);
            assertThat(text(get("/orders/O-1"))).contains("SHIPPED").doesNotContain("Ada", "ada@example.com");
            assertProblem(post("/orders", order("O-2", 1)), 422, "Subject 'C-1' is forgotten");
        }

        @Test
        void of_a_customer_whom_nobody_knows_is_not_forbidden_by_forgetting() {
            HttpAnswer forgotten = api.answer(request("DELETE", "/customers/C-1", ""), orders.soon());

            assertProblem(forgotten, 404, "No personal data is stored for customer C-1");
            assertThat(text(post("/orders", order("O-1", 1)))).contains("\"status\":\"PLACED\"");
        }

        @Test
        void is_cancelled_once_however_often_that_is_asked() {
            post("/orders", order("O-1", 2));

            HttpAnswer cancelled = post("/orders/O-1/cancellation", "");
            HttpAnswer again = post("/orders/O-1/cancellation", "");

            assertThat(cancelled.status()).isEqualTo(200);
            assertThat(text(cancelled)).contains("\"status\":\"CANCELLED\"", "\"repeated\":false");
            assertThat(again.status()).isEqualTo(200);
            assertThat(text(again)).contains("\"repeated\":true");
        }

        @Test
        void that_is_shipped_is_cancelled_too_late() {
            post("/orders", order("O-1", 2));
            orders.settle();

            assertProblem(post("/orders/O-1/cancellation", ""), 409, "Order O-1 is shipped already");
        }

        @Test
        void that_nobody_placed_is_neither_cancelled_nor_found() {
            assertProblem(post("/orders/O-9/cancellation", ""), 404, "There is no order O-9");
            assertProblem(get("/orders/O-9"), 404, "There is no order O-9");
        }

        @Test
        void that_is_placed_while_it_is_looked_for_was_not_there_and_is_not_too_late_to_cancel() {
            orders.afterNextCall(EventStore.class, () -> post("/orders", order("O-1", 2)));

            assertProblem(post("/orders/O-1/cancellation", ""), 404, "There is no order O-1");
        }

        @Test
        void that_has_not_changed_is_not_sent_again() {
            post("/orders", order("O-1", 2));
            orders.settle();
            String etag = get("/orders/O-1").headers().getOrDefault("ETag", "");

            HttpAnswer same = api.answer(
                    new HttpRequest("GET", "/orders/O-1", Map.of(), Map.of("If-None-Match", etag), new byte[0]),
                    orders.soon());

            assertThat(same.status()).isEqualTo(304);
            assertThat(same.headers()).containsExactly(Map.entry("ETag", etag));
            assertThat(same.body()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"W/%s|304", "\"0\", W/\"1\" ,%s|304", "*|304", "\"0\"|200", "W/\"0\"|200", "none|200"})
        void is_known_by_any_tag_of_a_list_and_by_a_tag_that_a_proxy_has_made_weak(String known, int status) {
            post("/orders", order("O-1", 2));
            orders.settle();
            String etag = get("/orders/O-1").headers().getOrDefault("ETag", "");

            HttpAnswer answer = api.answer(
                    new HttpRequest(
                            "GET",
                            "/orders/O-1",
                            Map.of(),
                            Map.of("If-None-Match", known.replace("%s", etag)),
                            new byte[0]),
                    orders.soon());

            assertThat(answer.status()).isEqualTo(status);
        }

        @Test
        void is_found_by_its_id_however_that_is_escaped() {
            post("/orders", order("O-1", 2));
            orders.settle();

            assertThat(text(get("/%6frders/O%2D%31"))).contains("\"order\":\"O-1\"");
            assertProblem(get("/orders/O%2F1"), 404, "There is nothing at /orders/O%2F1");
            assertProblem(get("/orders/O-1%"), 404, "There is nothing at /orders/O-1%");
        }
    }

    @Nested
    class An_order_for_what_ordering_has_not_heard_of {
        private static final String NEW_PRICE =
                "{'product':'P-1','version':2,'name':'Espresso beans','prices':[250,260]}";

        private final String order = order("O-1", 2).replace("P-1", "P-7");

        private void assertNotYet(HttpAnswer answer, String missing) {
            assertProblem(answer, 409, "Ordering does not know " + missing + " yet");
            assertThat(answer.headers()).containsEntry("Retry-After", "1");
        }

        @Test
        void is_not_taken_yet_and_nothing_is_recorded() {
            HttpAnswer answer = post("/orders", order);
            orders.settle();

            assertNotYet(answer, "product P-7");
            assertProblem(get("/orders/O-1"), 404, "There is no order O-1");
        }

        @Test
        void is_placed_once_ordering_has_heard_of_it() {
            post("/orders", order);
            post("/products", PRODUCT.replace("P-1", "P-7"));
            orders.settle();

            HttpAnswer again = post("/orders", order);

            assertThat(again.status()).isEqualTo(201);
            assertThat(text(again)).contains("\"status\":\"PLACED\"");
        }

        @Test
        void is_not_taken_yet_either_if_the_price_alone_is_new() {
            String newPrice = order("O-1", 2).replace("'price':1", "'price':2");
            HttpAnswer before = post("/orders", newPrice);
            post("/products", NEW_PRICE);
            orders.settle();

            HttpAnswer after = post("/orders", newPrice);

            assertNotYet(before, "price version 2 of product P-1");
            assertThat(text(after)).contains("\"status\":\"PLACED\"");
        }

        @Test
        void is_rejected_30_seconds_after_it_came_first_and_not_before() {
            post("/orders", order);
            orders.pass(Duration.ofMillis(29_999));
            HttpAnswer early = post("/orders", order);
            orders.pass(Duration.ofMillis(1));

            HttpAnswer late = post("/orders", order);
            HttpAnswer again = post("/orders", order);

            assertNotYet(early, "product P-7");
            assertThat(late.status()).isEqualTo(201);
            assertThat(text(late)).contains("\"status\":\"REJECTED\"", "there is no product P-7");
            assertThat(text(again)).contains("\"status\":\"REJECTED\"", "\"repeated\":true");
        }

        @Test
        void is_another_order_with_another_line_whose_time_begins_anew() {
            post("/orders", order);
            orders.pass(Duration.ofMinutes(1));

            assertNotYet(post("/orders", order.replace("P-7", "P-8")), "product P-8");
        }

        @Test
        void is_rejected_at_once_if_the_sender_does_not_want_to_wait() {
            HttpAnswer answer = post("/orders", order, Map.of("Prefer", "respond-async, wait=0"));
            HttpAnswer again = post("/orders", order);

            assertThat(text(answer)).contains("\"status\":\"REJECTED\"", "there is no product P-7");
            assertThat(text(again)).contains("\"status\":\"REJECTED\"", "\"repeated\":true");
        }

        @ParameterizedTest
        @CsvSource({"wait=5,5", "WAIT = 5,5", "wait=900,30", "wait=soon,30", "await=5,30", "return=minimal,30"})
        void is_waited_for_as_long_as_the_sender_prefers_but_30_seconds_at_most(String prefer, int seconds) {
            post("/orders", order, Map.of("Prefer", prefer));
            orders.pass(Duration.ofSeconds(seconds).minusMillis(1));
            HttpAnswer early = post("/orders", order, Map.of("Prefer", prefer));
            orders.pass(Duration.ofMillis(1));
            HttpAnswer late = post("/orders", order, Map.of("Prefer", prefer));

            assertNotYet(early, "product P-7");
            assertThat(late.status()).isEqualTo(201);
        }

        @Test
        void is_told_at_once_what_no_news_would_change() {
            post("/products", "{'product':'P-1','version':2,'deleted':true}");
            post("/orders", order, Map.of("Prefer", "wait=0"));
            orders.settle();

            HttpAnswer withdrawn = post("/orders", order("O-2", 1));
            HttpAnswer taken = post("/orders", order.replace("P-7", "P-8"));

            assertThat(text(withdrawn)).contains("\"status\":\"REJECTED\"", "product P-1 is withdrawn");
            assertProblem(taken, 422, "Order O-1 exists already");
        }
    }

    @Nested
    class The_list_of_orders {
        @BeforeEach
        void place() {
            post("/orders", order("O-1", 2));
            post("/orders", order("O-2", 0));
            post("/orders", order("O-3", 3));
            orders.settle();
        }

        @Test
        void is_read_page_by_page_until_there_is_no_next() {
            HttpAnswer first = list(Map.of("limit", "2"));
            HttpAnswer second = list(Map.of("limit", "2", "after", next(first)));

            assertThat(text(first) + text(second)).contains("\"O-1\"", "\"O-2\"", "\"O-3\"");
            assertThat(text(second)).doesNotContain("\"next\":\"");
        }

        @Test
        void can_be_asked_for_one_status_and_says_nothing_of_how_to_reach_customers() {
            assertThat(text(list(Map.of("status", "shipped"))))
                    .contains("\"O-1\"", "\"O-3\"", "\"cents\":750")
                    .doesNotContain("\"O-2\"", "ada");
        }

        @ParameterizedTest
        @ValueSource(strings = {"shipped", "SHIPPED", "Shipped"})
        void takes_a_status_as_it_is_answered_or_in_small_letters(String status) {
            assertThat(text(list(Map.of("status", status))))
                    .contains("\"O-1\"", "\"O-3\"", "\"status\":\"SHIPPED\"")
                    .doesNotContain("\"O-2\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"garbage", "g1:O-1", "g1:", "Zzz", "AAAAAAAA", "\u00e9"})
        void takes_no_place_to_begin_that_it_has_not_given(String after) {
            assertProblem(list(Map.of("after", after)), 400, "after must be the next of an earlier list");
            assertProblem(
                    list(Map.of("after", after, "status", "shipped")),
                    400,
                    "after must be the next of an earlier list");
        }

        @Test
        void of_one_status_does_not_go_on_where_that_of_another_stopped() {
            String next = next(list(Map.of("limit", "1", "status", "shipped")));

            HttpAnswer same = list(Map.of("limit", "1", "status", "SHIPPED", "after", next));

            assertThat(same.status()).isEqualTo(200);
            assertProblem(list(Map.of("after", next)), 400, "of the same status");
            assertProblem(list(Map.of("after", next, "status", "rejected")), 400, "of the same status");
        }

        @Test
        void is_the_same_with_parameters_that_have_no_value() {
            assertThat(text(list(Map.of("limit", "", "status", "", "after", ""))))
                    .isEqualTo(text(list(Map.of())));
        }

        @ParameterizedTest
        @CsvSource({"limit,0", "limit,501", "limit,x", "status,lost", "status,none"})
        void takes_no_limit_or_status_that_there_is_not(String name, String value) {
            assertProblem(list(Map.of(name, value)), 400, name + " must be ");
        }
    }

    @Nested
    class A_product {
        @Test
        void has_the_version_that_ordering_knows() {
            assertThat(text(get("/products/P-1"))).isEqualTo("{\"product\":\"P-1\",\"version\":1}");
            assertProblem(get("/products/P-2"), 404, "Ordering does not know product P-2");
        }

        @Test
        void brings_in_what_was_shipped_of_it() {
            assertProblem(get("/revenue/P-1"), 404, "No units of product P-1 were shipped");

            post("/orders", order("O-1", 2));
            orders.settle();

            assertThat(text(get("/revenue/P-1"))).isEqualTo("{\"product\":\"P-1\",\"units\":2,\"revenue\":500}");
        }

        @Test
        void comes_in_once_per_delivery_and_never_more_than_can_be_counted() {
            assertThat(text(post("/stock", STOCK))).contains("\"repeated\":true");

            orders.pipeline().warehouse().receive("P-1", "D-2", 1_000_000_000 - 10);

            assertProblem(post("/stock", STOCK.replace("D-1", "D-3")), 422, "");
        }
    }

    @Nested
    class A_request_that_makes_no_sense {
        @ParameterizedTest
        @ValueSource(strings = {"{", "[]", "{'order':1}", "{'kind':'stock'}", "", "{'order':'O-1'}"})
        void is_a_problem_of_the_sender(String body) {
            assertProblem(post("/orders", body), 400, "");
        }

        @Test
        void is_told_which_field_is_wrong() {
            assertProblem(
                    post("/orders", order("O-1", 1).replace("'id':'C-1'", "'id':7")),
                    400,
                    "customer.id must be a text, but is 7");
        }

        @Test
        void is_one_that_is_not_text() {
            byte[] noText = {'{', (byte) 0xff, '}'};

            assertProblem(
                    api.answer(new HttpRequest("POST", "/orders", Map.of(), Map.of(), noText), orders.soon()),
                    400,
                    "The body is not UTF-8");
        }

        @Test
        void is_too_large_from_one_byte_over_256_KiB() {
            assertThat(post("/orders", " ".repeat(256 * 1024)).status()).isEqualTo(400);
            assertProblem(post("/orders", " ".repeat(256 * 1024 + 1)), 413, "A body may have at most 262144 bytes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/order", "/orders/", "/orders/a/b", "/orders/%2e", "/orders/O-1/cancellation/"})
        void leads_nowhere(String path) {
            assertProblem(get(path), 404, "There is nothing at " + path);
        }

        @Test
        void is_told_what_a_path_takes() {
            HttpAnswer answer =
                    api.answer(new HttpRequest("DELETE", "/orders", Map.of(), Map.of(), new byte[0]), orders.soon());

            assertProblem(answer, 405, "/orders takes GET, HEAD, POST, not DELETE");
            assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD, POST");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "application/problem+json",
                    "application/json; charset=iso-8859-1",
                    "application/jsonp",
                    ""
                })
        void is_one_of_another_content_type(String type) {
            HttpAnswer answer = post("/stock", STOCK, Map.of("Content-Type", type));

            assertProblem(answer, 415, "A body must be application/json in UTF-8");
            assertThat(answer.headers()).containsEntry("Accept", "application/json");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "APPLICATION/JSON",
                    "application/json;charset=utf-8",
                    "application/json; charset=\"UTF-8\"",
                    "application/json; version=1"
                })
        void is_none_of_a_content_type_that_is_json(String type) {
            assertThat(post("/stock", STOCK, Map.of("Content-Type", type)).status())
                    .isEqualTo(200);
        }

        @Test
        void is_none_for_a_byte_order_mark_before_its_body() {
            assertThat(post("/stock", "\uFEFF" + STOCK).status()).isEqualTo(200);
        }

        @Test
        void is_one_whose_body_is_compressed() {
            HttpAnswer answer = post("/stock", STOCK, Map.of("Content-Encoding", "gzip"));

            assertProblem(answer, 415, "A body must not be compressed; this one is sent as 'gzip'");
            assertThat(answer.headers()).containsEntry("Accept-Encoding", "identity");
            assertThat(post("/stock", STOCK, Map.of("Content-Encoding", "identity"))
                            .status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\ud800", "a\\udfff", "\\udc00\\ud800"})
        void is_one_with_half_a_character(String half) {
            String product = PRODUCT.replace("Espresso", half);
            String order = order("O-1", 1).replace("Ada", half);

            assertProblem(post("/products", product), 400, "name has 1 to 200 characters");
            assertProblem(post("/orders", order), 400, "customer.name has 1 to 200 characters");
        }

        @Test
        void is_told_of_its_body_and_not_of_a_line() {
            assertProblem(post("/orders", "[]"), 400, "the body must be a JSON object");
            assertProblem(
                    post("/orders", "'" + "x".repeat(70_000) + "'"), 400, "the body has at most 65536 characters");
        }

        @Test
        void is_not_repeated_with_its_control_characters() {
            assertThat(text(post("/orders", "{'a\\u0000':1,'a\\u0000':1}")))
                    .contains("Duplicate field 'a\\\\u0000'")
                    .doesNotContain("\u0000");
            assertThat(text(get("/orders/\u001b[31m"))).contains("There is nothing at /orders/\\\\u001b[31m");
        }
    }

    @Nested
    class A_request_for_headers_alone {
        @Test
        void is_answered_like_one_for_all_but_without_a_body() {
            post("/orders", order("O-1", 2));
            orders.settle();

            HttpAnswer head = api.answer(request("HEAD", "/orders/O-1", ""), orders.soon());

            HttpAnswer all = get("/orders/O-1");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).isEqualTo(all.headers());
            assertThat(head.body()).isEmpty();
        }

        @Test
        void is_told_that_there_is_nothing_without_a_body_too() {
            HttpAnswer missing = api.answer(request("HEAD", "/orders/O-9", ""), orders.soon());
            HttpAnswer nowhere = api.answer(request("HEAD", "/nowhere", ""), orders.soon());
            HttpAnswer forPosts = api.answer(request("HEAD", "/stock", ""), orders.soon());

            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.body()).isEmpty();
            assertThat(nowhere.status()).isEqualTo(404);
            assertThat(nowhere.body()).isEmpty();
            assertThat(forPosts.status()).isEqualTo(405);
            assertThat(forPosts.headers()).containsEntry("Allow", "POST");
            assertThat(forPosts.body()).isEmpty();
        }
    }

    @Test
    void a_port_that_fails_is_no_fault_of_the_sender_who_may_try_again() {
        orders.breaks(EventStore.class);
        HttpAnswer failed = post("/orders", order("O-1", 1));
        orders.repair();

        assertProblem(failed, 503, "EventStore was told to fail");
        assertThat(failed.headers()).containsEntry("Retry-After", "1");
        assertThat(post("/orders", order("O-1", 1)).status()).isEqualTo(201);
    }

    private HttpAnswer post(String path, String body) {
        return api.answer(request("POST", path, body), orders.soon());
    }

    private HttpAnswer post(String path, String body, Map<String, String> headers) {
        HttpRequest request = request("POST", path, body);
        return api.answer(new HttpRequest("POST", path, Map.of(), headers, request.body()), orders.soon());
    }

    private static String next(HttpAnswer page) {
        return text(page).replaceAll("(?s).*\"next\":\"([^\"]*)\".*", "$1");
    }

    private HttpAnswer get(String path) {
        return api.answer(request("GET", path, ""), orders.soon());
    }

    private HttpAnswer list(Map<String, String> query) {
        return api.answer(new HttpRequest("GET", "/orders", query, Map.of(), new byte[0]), orders.soon());
    }

    private static HttpRequest request(String method, String path, String body) {
        return new HttpRequest(
                method, path, Map.of(), Map.of(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String order(String id, int quantity) {
        return "{'order':'" + id + "','customer':{'id':'C-1','name':'Ada','email':'ada@example.com'},"
                + "'lines':[{'product':'P-1','price':1,'quantity':" + quantity + "}],"
                + "'payment':{'card':'card-1','limit':20000}}";
    }

    private static void assertProblem(HttpAnswer answer, int status, String detail) {
        assertThat(answer.status()).as(text(answer)).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(text(answer))
                .startsWith("{\"type\":\"about:blank\",\"title\":\"")
                .contains("\"status\":" + status, detail);
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
