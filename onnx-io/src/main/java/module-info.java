import org.cotangent.onnx.rewrite.AxesInput13;
import org.cotangent.onnx.rewrite.AxesInput18;
import org.cotangent.onnx.rewrite.BatchNormalizationSpatial;
import org.cotangent.onnx.rewrite.BatchNormalizationTestMode;
import org.cotangent.onnx.rewrite.BatchNormalizationTraining;
import org.cotangent.onnx.rewrite.CastNames;
import org.cotangent.onnx.rewrite.ClipInputs;
import org.cotangent.onnx.rewrite.ConcatAxis;
import org.cotangent.onnx.rewrite.ConsumedInputs;
import org.cotangent.onnx.rewrite.DftAxis;
import org.cotangent.onnx.rewrite.DropoutInputs;
import org.cotangent.onnx.rewrite.DropoutTestMode;
import org.cotangent.onnx.rewrite.FlattenedSoftmax;
import org.cotangent.onnx.rewrite.GemmBroadcast;
import org.cotangent.onnx.rewrite.GridSampleModes;
import org.cotangent.onnx.rewrite.GroupNormalizationScale;
import org.cotangent.onnx.rewrite.LabelEncoderClasses;
import org.cotangent.onnx.rewrite.LegacyBroadcast;
import org.cotangent.onnx.rewrite.LpPoolNorm;
import org.cotangent.onnx.rewrite.PReluSlope;
import org.cotangent.onnx.rewrite.PadAxes;
import org.cotangent.onnx.rewrite.PadInputs;
import org.cotangent.onnx.rewrite.PadNames;
import org.cotangent.onnx.rewrite.RecurrentLayout;
import org.cotangent.onnx.rewrite.RecurrentOutputs;
import org.cotangent.onnx.rewrite.ReshapeInput;
import org.cotangent.onnx.rewrite.ReshapeZero;
import org.cotangent.onnx.rewrite.ResizeAxes;
import org.cotangent.onnx.rewrite.ResizeModes;
import org.cotangent.onnx.rewrite.ResizeOptionalInputs;
import org.cotangent.onnx.rewrite.RoiAlignCoordinates;
import org.cotangent.onnx.rewrite.ScanBatch;
import org.cotangent.onnx.rewrite.ScatterToScatterElements;
import org.cotangent.onnx.rewrite.SeluConstants;
import org.cotangent.onnx.rewrite.ShapeRange;
import org.cotangent.onnx.rewrite.SliceInputs;
import org.cotangent.onnx.rewrite.SplitCount;
import org.cotangent.onnx.rewrite.SplitInput;
import org.cotangent.onnx.rewrite.SplitSizesInput;
import org.cotangent.onnx.rewrite.TileRepeats;
import org.cotangent.onnx.rewrite.TopKInput;
import org.cotangent.onnx.rewrite.UpsampleInput;
import org.cotangent.onnx.rewrite.UpsampleScales;
import org.cotangent.onnx.rewrite.UpsampleToResize;
import org.cotangent.spi.onnx.Rewrite;

/** ONNX files: reading, writing, patching, and the translation to and from graphs. */
@org.jspecify.annotations.NullMarked
module org.cotangent.onnx {
    requires transitive org.cotangent.spi;
    requires com.google.protobuf;

    exports org.cotangent.onnx;
    exports org.cotangent.onnx.wire to
            org.cotangent.train;

    uses Rewrite;

    provides Rewrite with
            AxesInput13,
            AxesInput18,
            BatchNormalizationSpatial,
            BatchNormalizationTestMode,
            BatchNormalizationTraining,
            CastNames,
            ClipInputs,
            ConcatAxis,
            ConsumedInputs,
            DftAxis,
            DropoutInputs,
            DropoutTestMode,
            FlattenedSoftmax,
            GemmBroadcast,
            GridSampleModes,
            GroupNormalizationScale,
            LabelEncoderClasses,
            LegacyBroadcast,
            LpPoolNorm,
            PReluSlope,
            PadAxes,
            PadInputs,
            PadNames,
            RecurrentLayout,
            RecurrentOutputs,
            ReshapeInput,
            ReshapeZero,
            ResizeAxes,
            ResizeModes,
            ResizeOptionalInputs,
            RoiAlignCoordinates,
            ScanBatch,
            ScatterToScatterElements,
            SeluConstants,
            ShapeRange,
            SliceInputs,
            SplitCount,
            SplitInput,
            SplitSizesInput,
            TileRepeats,
            TopKInput,
            UpsampleInput,
            UpsampleScales,
            UpsampleToResize;
}
