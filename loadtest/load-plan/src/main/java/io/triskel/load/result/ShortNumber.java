package io.triskel.load.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes a whole number without a decimal point, and {@code null} for {@code NaN}. */
final class ShortNumber extends JsonSerializer<Double> {
    @Override
    public void serialize(Double number, JsonGenerator json, SerializerProvider provider) throws IOException {
        write(number, json);
    }

    static void write(double number, JsonGenerator json) throws IOException {
        if (Double.isNaN(number)) {
            json.writeNull();
        } else if (number == Math.rint(number)) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(number);
        }
    }
}
