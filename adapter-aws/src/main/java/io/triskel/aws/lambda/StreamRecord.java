package io.triskel.aws.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record of a stream, as Lambda's event has it (Lambda developer guide, "Using Lambda to process records from Amazon
 * Kinesis Data Streams").
 *
 * @param position identifies the record in messages
 */
record StreamRecord(
        byte[] data, String partitionKey, String sequenceNumber, Optional<Instant> arrivedAt, String position) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    /**
     * {@return the records of an event; empty if the event has no field {@code Records}}
     *
     * @throws IOException if the event is not a JSON object
     */
    static Optional<List<StreamRecord>> in(byte[] event) throws IOException {
        Optional<List<StreamRecord>> records = Optional.empty();
        try (JsonParser json = JSON.createParser(event)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("an event must be a JSON object");
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (field.equals("Records") && value == JsonToken.START_ARRAY) {
                    List<StreamRecord> all = new ArrayList<>();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        all.add(record(json));
                    }
                    records = Optional.of(all);
                } else {
                    json.skipChildren();
                }
            }
        }
        return records;
    }

    private static StreamRecord record(JsonParser json) throws IOException {
        StreamRecord kinesis = new StreamRecord(new byte[0], "", "", Optional.empty(), "");
        String stream = "";
        String id = "";
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (field.equals("kinesis") && value == JsonToken.START_OBJECT) {
                kinesis = kinesis(json);
            } else if (field.equals("eventSourceARN")) {
                stream = json.getText();
            } else if (field.equals("eventID")) {
                id = json.getText();
            } else {
                json.skipChildren();
            }
        }
        if (kinesis.sequenceNumber.isEmpty()) {
            throw new IOException("record '" + id + "' of the event has no kinesis.sequenceNumber");
        }
        return new StreamRecord(
                kinesis.data, kinesis.partitionKey, kinesis.sequenceNumber, kinesis.arrivedAt, stream + "/" + id);
    }

    private static StreamRecord kinesis(JsonParser json) throws IOException {
        byte[] data = new byte[0];
        String key = "";
        String number = "";
        Optional<Instant> arrived = Optional.empty();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (field) {
                case "data" -> data = json.getBinaryValue();
                case "partitionKey" -> key = json.getText();
                case "sequenceNumber" -> number = json.getText();
                case "approximateArrivalTimestamp" -> {
                    if (value.isNumeric()) {
                        arrived = Optional.of(Instant.ofEpochMilli(
                                json.getDecimalValue().multiply(MILLIS).longValue()));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new StreamRecord(data, key, number, arrived, "");
    }
}
