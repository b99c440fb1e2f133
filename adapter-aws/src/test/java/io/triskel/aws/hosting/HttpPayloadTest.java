package io.triskel.aws.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpPayloadTest {
    @Test
    void a_request_has_what_the_event_says() throws IOException {
        HttpRequest request = read("{'version':'2.0','rawPath':'/orders','rawQueryString':'limit=5',"
                + "'headers':{'if-none-match':'\\\"3\\\"'},'queryStringParameters':{'limit':'5'},"
                + "'requestContext':{'http':{'method':'POST','path':'/orders'}},"
                + "'body':'Grüße','isBase64Encoded':false}");

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/orders");
        assertThat(request.query()).isEqualTo(Map.of("limit", "5"));
        assertThat(request.headers()).isEqualTo(Map.of("if-none-match", "\"3\""));
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("Grüße");
    }

    @Test
    void a_body_that_is_no_text_comes_as_it_was_sent() throws IOException {
        assertThat(read("{'body':'AP8=','isBase64Encoded':true}").body()).containsExactly(0, 0xff);
    }

    @Test
    void a_body_that_was_no_utf_8_is_no_utf_8_for_the_api_either() throws IOException {
        byte[] body = read("{'body':'{\\'name\\':\\'Caf\uFFFD\\'}','isBase64Encoded':false}")
                .body();

        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void the_stage_of_an_api_is_no_part_of_the_path() throws IOException {
        assertThat(read("{'rawPath':'/prod/orders','requestContext':{'stage':'prod'}}")
                        .path())
                .isEqualTo("/orders");
        assertThat(read("{'rawPath':'/products','requestContext':{'stage':'prod'}}")
                        .path())
                .isEqualTo("/products");
        assertThat(read("{'rawPath':'//orders','requestContext':{'stage':'$default'}}")
                        .path())
                .isEqualTo("//orders");
    }

    @Test
    void a_request_without_query_headers_and_body_has_none() throws IOException {
        HttpRequest request = read("{'rawPath':'/','requestContext':{'http':{'method':'GET'}}}");

        assertThat(request.query()).isEmpty();
        assertThat(request.headers()).isEmpty();
        assertThat(request.body()).isEmpty();
    }

    @Test
    void an_answer_is_written_as_lambda_reads_it() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        HttpPayload.write(
                new HttpAnswer(200, Map.of("ETag", "\"3\""), "{\"ü\":1}".getBytes(StandardCharsets.UTF_8)), written);

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"statusCode\":200,\"headers\":{\"ETag\":\"\\\"3\\\"\"},\"body\":\"{\\\"ü\\\":1}\","
                        + "\"isBase64Encoded\":false}");
    }

    private static HttpRequest read(String event) throws IOException {
        return HttpPayload.read(
                new ByteArrayInputStream(event.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
