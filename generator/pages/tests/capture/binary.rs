//! Replies that are bytes.

use wxgen_pages::capture;

const PAGE: &str = "# Draw a lantern
接口英文名：drawLantern
## 1. 调用方式
POST https://api.weixin.qq.com/wxa/lantern/draw?access_token=ACCESS_TOKEN
## 3. 返回参数
| 参数名 | 类型 | 说明 |
|---|---|---|
| errcode | number | a code |
| picture | TYPE | the picture |
";

#[test]
fn a_reply_with_bytes_in_it_is_bytes() {
    for (word, binary) in [("buffer", true), ("bytes", true), ("string", false), ("object", false)] {
        let captured = capture(&PAGE.replace("TYPE", word));
        let told: Vec<_> = captured.endpoints.iter().map(|endpoint| endpoint.binary).collect();
        assert_eq!(told, [binary], "{word}");
    }
}
