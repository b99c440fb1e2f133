package io.triskel.load.result;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Samples at equal distances from the start of the run; {@code NaN} for a sample that is missing, {@code null} in files.
 *
 * @param stepMs distance of two samples
 * @param columns by name, in the order of the file; mostly those of {@link SeriesColumn}
 */
@JsonSerialize(using = SeriesJson.Writer.class)
@JsonDeserialize(using = SeriesJson.Reader.class)
public record Series(int stepMs, Map<String, double[]> columns) {
    public Series {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public Optional<double[]> get(SeriesColumn column) {
        return Optional.ofNullable(columns.get(column.id()));
    }

    /** {@return the samples of a count as events per second} */
    public Optional<double[]> perSecond(SeriesColumn column) {
        return get(column).map(samples -> {
            double[] rates = samples.clone();
            for (int i = 0; i < rates.length; i++) {
                rates[i] *= 1000.0 / stepMs;
            }
            return rates;
        });
    }
}
