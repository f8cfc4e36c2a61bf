package org.cotangent.image;

import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The pixels of an encoded image, [height, width, channels] bytes: red, green and blue, the other way round with
 * {@code pixel_format} BGR, or one channel of luma with Grayscale. What cannot be decoded gives a tensor without
 * elements, of shape [0, 0, channels]. ONNX ImageDecoder, version 20.
 *
 * <p>Formats are those for which Image I/O has a reader: BMP, JPEG, JPEG 2000, PNG, PBM, PGM, PPM, TIFF and WebP with
 * what comes along. Colour profiles and orientations are not applied, transparency is dropped, and of several images
 * the first is taken. On ONNX's own cases all of these give the reference's bytes. WebP with loss needs the build of
 * libwebp for the platform for that: the reader in Java that stands in elsewhere repeats chroma instead of
 * interpolating it, and differs by up to 71 steps at hard edges.
 */
public final class ImageDecoder implements Operator {
    private static final TypeVariable BYTES = TypeVariable.of("T", DType.UINT8);

    @Override
    public OperatorId id() {
        return new OperatorId("", "ImageDecoder", 20);
    }

    @Override
    public Signature signature() {
        return Signature.builder()
                .input("encoded_stream", BYTES)
                .output("image", BYTES)
                .attribute("pixel_format", "RGB")
                .build();
    }

    private static PixelFormat format(Attributes attributes) {
        return PixelFormat.of(attributes.text("pixel_format"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.shape(0).rank() != 1) {
            throw new ShapeException("encoded_stream must have one axis, not shape " + call.shape(0));
        }
        Dim channels = Dim.of(format(call.attributes()).channels());
        return List.of(
                new TensorType(DType.UINT8, Shape.of(List.of(call.fresh("height"), call.fresh("width"), channels))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ImageDecoder::prepare);
    }

    private static Kernel prepare(Preparation call) {
        PixelFormat format = format(call.attributes());
        return io -> decode(io, format);
    }

    private static void decode(Bindings io, PixelFormat format) {
        Tensor encoded = io.input(0);
        BufferedImage image =
                new ImageFile(encoded.segment().asSlice(0, encoded.byteSize()).toArray(ValueLayout.JAVA_BYTE)).decode();
        if (image == null) {
            io.allocate(0, 0, 0, format.channels());
            return;
        }
        byte[] rgb = Pixels.rgb(image);
        byte[] pixels = new byte[rgb.length / 3 * format.channels()];
        for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
            format.write(rgb, pixels, pixel);
        }
        Tensor output = io.allocate(0, image.getHeight(), image.getWidth(), format.channels());
        MemorySegment.copy(pixels, 0, output.segment(), ValueLayout.JAVA_BYTE, 0, pixels.length);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("bytes have no tangent space");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int width = draw.extent();
            int height = draw.extent();
            byte[] header = ("P6 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
            Tensor encoded = draw.tensor(DType.UINT8, new long[] {header.length + 3L * width * height}, 0, 256);
            MemorySegment.copy(header, 0, encoded.segment(), ValueLayout.JAVA_BYTE, 0, header.length);
            return Domain.Sample.of(Attributes.of("pixel_format", draw.pick("RGB", "BGR", "Grayscale")), encoded);
        });
    }
}
